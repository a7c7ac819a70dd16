package org.millrace.manager.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.millrace.manager.errors.RefusedException;

class YamlEditTest {
  private static final String FILE =
      """
      # Ours — héllo ✓ 😀
      millrace:   # all of it
        containers: 4
        scheduler:
          queues:
            # the big one
            root.partners.acme:   # since May
              weight: 1           # as the others
              maxShare: {memory: 4Gi}  # not more
            root.partners.flow: {weight: 2, submit: [ann]}   # short

        # what comes after it
        lease: 15s
      """;

  @Test
  void aValueIsReplacedAndEveryOtherByteStays() {
    assertThat(set(FILE, "3", "root.partners.acme", "weight"))
        .isEqualTo(FILE.replace("weight: 1 ", "weight: 3 "));
    assertThat(set(FILE, "3", "root.partners.flow", "weight"))
        .isEqualTo(FILE.replace("{weight: 2", "{weight: 3"));
    assertThat(set(FILE, "1Gi", "root.partners.acme", "maxShare", "memory"))
        .isEqualTo(FILE.replace("4Gi", "1Gi"));
  }

  @Test
  void aKeyThatIsNotThereIsAddedBehindTheLastOne() {
    assertThat(set(FILE, "9", "root.partners.acme", "maxApplications"))
        .isEqualTo(FILE.replace("# not more\n", "# not more\n        maxApplications: 9\n"));
    assertThat(set(FILE, "1", "root.partners.acme", "maxShare", "vcores"))
        .isEqualTo(FILE.replace("{memory: 4Gi}", "{memory: 4Gi, vcores: 1}"));
    assertThat(set(FILE, "1Gi", "root.partners.flow", "minShare", "memory"))
        .isEqualTo(FILE.replace("[ann]}", "[ann], minShare: {memory: 1Gi}}"));
  }

  @Test
  void aQueueThatIsNotThereIsAddedBehindTheOthers() {
    assertThat(set(FILE, "5", "root.partners.new", "weight"))
        .isEqualTo(FILE.replace("# short\n", "# short\n      root.partners.new: {weight: 5}\n"));
  }

  @Test
  void sectionsThatAreNotThereAreMade() {
    String lines = "  scheduler:\n    queues:\n      root.a: {weight: 5}\n";
    assertThat(set("", "5", "root.a", "weight")).isEqualTo("millrace:\n" + lines);
    assertThat(set("# nothing yet", "5", "root.a", "weight"))
        .isEqualTo("# nothing yet\nmillrace:\n" + lines);
    assertThat(set("millrace: # here\n#  sources:\n", "5", "root.a", "weight"))
        .isEqualTo("millrace: # here\n" + lines + "#  sources:\n");
    assertThat(set("millrace:\n  lease: 9s", "5", "root.a", "weight"))
        .isEqualTo("millrace:\n  lease: 9s\n" + lines.stripTrailing());
    assertThat(set("millrace: ~\n", "5", "root.a", "weight"))
        .isEqualTo("millrace: {scheduler: {queues: {root.a: {weight: 5}}}}\n");
    assertThat(set("millrace: {}\n", "5", "root.a", "weight"))
        .isEqualTo("millrace: {scheduler: {queues: {root.a: {weight: 5}}}}\n");
  }

  @Test
  void linesThatEndAsOnWindowsStaySo() {
    String windows = FILE.replace("\n", "\r\n");
    assertThat(set(windows, "9", "root.partners.acme", "maxApplications"))
        .isEqualTo(set(FILE, "9", "root.partners.acme", "maxApplications").replace("\n", "\r\n"));
  }

  @Test
  void aKeyWithoutAValueGetsOne() {
    String file = FILE.replace("weight: 1 ", "weight:   ");
    assertThat(set(file, "3", "root.partners.acme", "weight"))
        .isEqualTo(file.replace("weight:  ", "weight: 3  "));
  }

  @Test
  void whatIsUnsetStandsThereAsNothing() {
    assertThat(set(FILE, null, "root.partners.acme", "maxShare", "memory"))
        .isEqualTo(FILE.replace("4Gi", "null"));
    assertThat(set(FILE, null, "root.partners.acme", "capacity")).isEqualTo(FILE);
    assertThat(set(FILE, null, "root.partners.other", "capacity")).isEqualTo(FILE);
    assertThat(set("", null, "root.partners.other", "capacity")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "millrace: {scheduler: {queues: {root.a: &x {weight: 1}, root.b: *x}}}",
        "millrace:\n  scheduler:\n    queues:\n      root.a:\n        weight: >\n          1\n",
        "millrace:\n  scheduler:\n    queues:\n      root.a:\n        weight: \"1\n          2\"\n",
        "millrace:\n  scheduler:\n    queues: [a]\n",
        "millrace: 5\n",
      })
  void whatCannotSurelyBeWrittenIsRefused(String file) {
    assertThatThrownBy(() -> set(file, "3", "root.a", "weight"))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("cannot be changed in place")
        .hasMessageContaining("millrace.yaml:")
        .hasMessageContaining("nothing was changed");
  }

  private static String set(String text, String value, String... keys) {
    List<String> path =
        Stream.concat(Stream.of("millrace", "scheduler", "queues"), Arrays.stream(keys)).toList();
    return YamlEdit.set("millrace.yaml", text, path, value);
  }
}
