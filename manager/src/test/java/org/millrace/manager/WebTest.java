package org.millrace.manager;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.millrace.manager.home.Home;
import org.millrace.manager.settings.AccessSettings;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class WebTest {
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, http://127.0.0.1:80",
    "0.0.0.0,   http://127.0.0.1:80",
    "localhost, http://127.0.0.1:80",
    "10.0.0.5,  http://10.0.0.5:80",
    "fd00::1,   http://[fd00:0:0:0:0:0:0:1]:80",
  })
  void clientsOfThisMachineAreToldAnAddressThatReachesIt(String bind, String url) {
    assertThat(web(bind).url(80)).isEqualTo(url);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "10.0.0.5", "::"})
  void anAddressThatOthersReachWithoutTlsIsWarnedOf(String bind, CapturedOutput output) {
    web(bind).warn();
    assertThat(output).contains("listen on " + bind + " without TLS");
  }

  @Test
  void loopbackIsNotWarnedOf(CapturedOutput output) {
    web("127.0.0.1").warn();
    web("::1").warn();
    assertThat(output).doesNotContain("without TLS");
  }

  private static Web web(String bind) {
    return Web.of(
        new Home(Path.of("nowhere")),
        new AccessSettings(bind, Optional.empty(), Optional.empty(), List.of(), Optional.empty()));
  }
}
