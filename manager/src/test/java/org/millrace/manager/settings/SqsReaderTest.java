package org.millrace.manager.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.millrace.manager.errors.RefusedException;

class SqsReaderTest {
  @Test
  void withoutAPlaceItIsTheEmbeddedServer() {
    assertThat(read("sqs: {fifo: true, queuePrefix: mill}"))
        .isEqualTo(new SqsStore(Optional.empty(), true, "mill"));
  }

  @Test
  void aRegionIsAmazonsOwnWithTheMachinesKeys() {
    assertThat(read("sqs: {region: eu-central-1}").remote())
        .contains(new SqsStore.Remote(Optional.empty(), "eu-central-1", Optional.empty()));
  }

  @Test
  void anEndpointAndKeysAreRead() {
    assertThat(read("sqs: {endpoint: 'http://q:9324', accessKey: a, secretKey: b}").remote())
        .contains(
            new SqsStore.Remote(
                Optional.of(URI.create("http://q:9324")),
                "us-east-1",
                Optional.of(new SqsStore.Keys("a", "b"))));
  }

  @Test
  void everyMistakeIsNamedWithItsLineAndNoSecret() {
    String refused =
        refused(
            """
            endpoint: ftp://q
                region: Frankfurt
                secretKey: 0penSesame
                fifo: maybe
                queuePrefix: a.b
                queuePrefx: c
            """);
    assertThat(refused.lines())
        .hasSize(6)
        .anyMatch(
            line -> line.contains("millrace.yaml:3: millrace.sqs.endpoint: must be an address"))
        .anyMatch(line -> line.contains("millrace.yaml:4: millrace.sqs.region: must be a region"))
        .anyMatch(
            line -> line.contains("millrace.yaml:5: millrace.sqs.secretKey: must come together"))
        .anyMatch(
            line -> line.contains("millrace.yaml:6: millrace.sqs.fifo: must be true or false"))
        .anyMatch(
            line -> line.contains("millrace.yaml:7: millrace.sqs.queuePrefix: must be 1 to 20"))
        .anyMatch(line -> line.contains("did you mean \"queuePrefix\""));
    assertThat(refused).doesNotContain("0penSesame");
  }

  @Test
  void keysWithoutAPlaceAreRefused() {
    assertThat(refused("{accessKey: AKIDEXAMPLE, secretKey: 0penSesame}"))
        .contains("must come with a region or an endpoint")
        .doesNotContain("0penSesame");
  }

  @Test
  void aPasswordInTheAddressIsRefusedAndNotRepeated() {
    assertThat(refused("endpoint: http://me:0penSesame@q"))
        .contains("millrace.yaml:3: millrace.sqs.endpoint: must have no password in it")
        .doesNotContain("0penSesame");
  }

  @Test
  void aSecretIsInNoTextMadeOfTheSettings() {
    Settings settings = settings("sqs: {region: eu-west-1, accessKey: a, secretKey: 0penSesame}");
    assertThat(settings.toString()).doesNotContain("0penSesame");
    assertThat(SettingsChange.between(Settings.DEFAULTS, settings))
        .containsExactly("sqs is changed, from the next start");
  }

  private static String refused(String section) {
    return catchThrowableOfType(RefusedException.class, () -> read("sqs: \n    " + section))
        .getMessage();
  }

  private static SqsStore read(String line) {
    return settings(line).sqs();
  }

  private static Settings settings(String line) {
    return new SettingsReader("millrace.yaml", Set.of()).read("millrace:\n  " + line + "\n");
  }
}
