package org.millrace.engine.simulation;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.millrace.engine.objects.ObjectStore;

/** A process's way to the one object store: others may go before every step. */
final class SimulatedObjects {
  private SimulatedObjects() {}

  static ObjectStore of(SimulatedProcess process, ObjectStore objects) {
    return (ObjectStore)
        Proxy.newProxyInstance(
            SimulatedObjects.class.getClassLoader(),
            new Class<?>[] {ObjectStore.class},
            (proxy, method, args) -> {
              process.check();
              process.baton.point("objects." + method.getName());
              process.check();
              try {
                return method.invoke(objects, args);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
