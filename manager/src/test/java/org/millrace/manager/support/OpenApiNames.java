package org.millrace.manager.support;

import com.fasterxml.jackson.databind.JavaType;
import io.swagger.v3.core.jackson.TypeNameResolver;
import java.util.Set;

/**
 * Calls records that are declared in another class by both names: two controllers have a {@code
 * Page} each, and under one name one of them would be described as the other.
 */
final class OpenApiNames extends TypeNameResolver {
  @Override
  public String nameForType(JavaType type, Set<Options> options) {
    Class<?> declared = type.getRawClass().getDeclaringClass();
    String name = super.nameForType(type, options);
    if (declared == null || type.getRawClass().getName().startsWith("java.")) {
      return name;
    }
    String owner = declared.getSimpleName().replaceAll("(Controller|View|Catalog)$", "");
    return name.contains(owner.replaceAll("s$", "")) ? name : owner + name;
  }
}
