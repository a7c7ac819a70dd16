package org.millrace.manager.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Type;
import java.util.List;
import org.millrace.manager.errors.Problem;
import org.springframework.boot.autoconfigure.jackson.Jackson2ObjectMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpStatus;
import org.springframework.http.converter.AbstractHttpMessageConverter;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.converter.json.AbstractJackson2HttpMessageConverter;
import org.springframework.http.converter.json.MappingJackson2HttpMessageConverter;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.annotation.RequestBodyAdviceAdapter;

/**
 * How the API reads JSON: nothing is guessed. A field that is not known is refused, since what was
 * meant by it would be left out in silence: a filter with a misspelt condition holds everything.
 */
@Configuration(proxyBeanMethods = false)
class JsonBodies implements WebMvcConfigurer {
  @Bean
  static Jackson2ObjectMapperBuilderCustomizer nothingIsGuessed() {
    return builder ->
        builder.featuresToEnable(
            DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
            DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
            JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
  }

  /** YAML and the like are taken where their library happens to be; the API speaks JSON. */
  @Override
  public void extendMessageConverters(List<HttpMessageConverter<?>> converters) {
    converters.removeIf(
        each ->
            each instanceof AbstractJackson2HttpMessageConverter
                && !(each instanceof MappingJackson2HttpMessageConverter));
  }

  /** What controllers read whole into memory has an end. */
  @ControllerAdvice
  static final class Bounded extends RequestBodyAdviceAdapter {
    private static final int MOST_BYTES = 1 << 20;

    @Override
    public boolean supports(
        MethodParameter parameter, Type type, Class<? extends HttpMessageConverter<?>> converter) {
      return AbstractHttpMessageConverter.class.isAssignableFrom(converter);
    }

    @Override
    public HttpInputMessage beforeBodyRead(
        HttpInputMessage message,
        MethodParameter parameter,
        Type type,
        Class<? extends HttpMessageConverter<?>> converter)
        throws IOException {
      long length = message.getHeaders().getContentLength();
      byte[] body = length > MOST_BYTES ? null : message.getBody().readNBytes(MOST_BYTES + 1);
      if (body == null || body.length > MOST_BYTES) {
        throw new ApiException(
            HttpStatus.PAYLOAD_TOO_LARGE,
            new Problem(
                "body",
                "must be at most " + MOST_BYTES + " bytes; nothing was done",
                length < 0 ? "longer" : length + " bytes",
                "send several requests"));
      }
      return new Read(message.getHeaders(), new ByteArrayInputStream(body));
    }
  }

  private record Read(HttpHeaders headers, InputStream body) implements HttpInputMessage {
    @Override
    public HttpHeaders getHeaders() {
      return headers;
    }

    @Override
    public InputStream getBody() {
      return body;
    }
  }
}
