package org.millrace.routes.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.millrace.engine.ledger.JobRequest;
import org.millrace.routes.intake.Sources.Watched;

class SourcesTest {

  private static final Set<String> FORMATS = Set.of("combined", "csv");

  @Test
  void anInboxFolderIsASourceWithEveryDefault() {
    Source source = Sources.none().forKey("inbox", "acme gmbh/2026/access.log");

    assertThat(source.name()).isEqualTo("acme gmbh");
    assertThat(source.queue()).isEqualTo("root.partners.acme_gmbh");
    assertThat(source.pipeline()).isEqualTo("b2b-logs");
    assertThat(source.disposal()).isEqualTo(JobRequest.Disposal.ARCHIVE);
    assertThat(source.settings()).isEmpty();
  }

  @Test
  void anObjectInTheInboxItselfIsOfTheDefaultSource() {
    assertThat(Sources.none().forKey("inbox", "access.log").name()).isEqualTo("default");
  }

  @Test
  void theLongestPrefixWins() {
    Source all = Source.named("all").withPlace("logs", "");
    Source eu = Source.named("eu").withPlace("logs", "eu/");
    Source berlin = Source.named("berlin").withPlace("logs", "eu/berlin");
    Sources sources = new Sources(List.of(berlin, all, eu), FORMATS);

    assertThat(sources.forKey("logs", "eu/berlin-1").name()).isEqualTo("berlin");
    assertThat(sources.forKey("logs", "eu/paris").name()).isEqualTo("eu");
    assertThat(sources.forKey("logs", "us/x").name()).isEqualTo("all");
    assertThat(sources.forKey("inbox", "us/x").name()).isEqualTo("us");
    assertThatThrownBy(() -> sources.forKey("elsewhere", "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("elsewhere/x: no source watches it");
  }

  @Test
  void everyKeyIsListedOnce() {
    Sources sources =
        new Sources(
            List.of(
                Source.named("acme"),
                Source.named("a").withPlace("logs", "a/"),
                Source.named("ab").withPlace("logs", "a/b/"),
                Source.named("b").withPlace("logs", "b/")),
            FORMATS);

    assertThat(sources.watched())
        .containsExactly(
            new Watched("inbox", ""), new Watched("logs", "a/"), new Watched("logs", "b/"));
    assertThat(Sources.none().watched()).containsExactly(new Watched("inbox", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"work", "results", "archive"})
  void aSourceOnABucketMillraceWritesToIsRefused(String bucket) {
    assertThatThrownBy(
            () -> new Sources(List.of(Source.named("loop").withPlace(bucket, "x/")), FORMATS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("source loop: bucket must not be " + bucket)
        .hasMessageContaining("its output would become its input");
  }

  @Test
  void everyProblemIsSaidAtOnce() {
    List<Source> wrong =
        List.of(
            Source.named("one")
                .withText(Optional.of("xlsx"), Optional.of("UTF-99"), Optional.of("Mars/Base")),
            Source.named("two").withPlace("inbox", "one/"),
            Source.named("two").withPlace("x", "/logs"),
            Source.named("a/b"));

    assertThatThrownBy(() -> new Sources(wrong, FORMATS))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .satisfies(
            message ->
                assertThat(message.split("\n"))
                    .containsExactly(
                        "source one: format must be one of combined, csv or grok:PATTERN, was"
                            + " \"xlsx\"",
                        "source one: charset must be one that Java knows, was \"UTF-99\" (for"
                            + " example UTF-8, GBK)",
                        "source one: zone must be a time zone, was \"Mars/Base\" (for example"
                            + " Europe/Berlin, +02:00)",
                        "source two: bucket and prefix must belong to one source, were those of"
                            + " one too (inbox/one/)",
                        "source two: bucket must be three or more letters, digits, dots, dashes or"
                            + " underscores, was \"x\"",
                        "source two: prefix must not begin with a slash, was \"/logs\": keys do"
                            + " not",
                        "source two: name must be given once: rename or remove one of the two",
                        "source a/b: name must be usable as a folder's name, without a slash"));
  }

  @Test
  void aGrokPatternIsAFormat() {
    Source source =
        Source.named("app")
            .withText(
                Optional.of("grok:%{WORD:level} %{GREEDYDATA}"),
                Optional.empty(),
                Optional.empty());

    assertThat(new Sources(List.of(source), FORMATS).named("app").settings())
        .containsEntry("format", "grok:%{WORD:level} %{GREEDYDATA}");
  }
}
