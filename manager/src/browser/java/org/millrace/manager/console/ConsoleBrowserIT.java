package org.millrace.manager.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ScreenshotAnimations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.millrace.manager.console.Chromium.Look;

/** What people see of a system at work, in a real browser. */
class ConsoleBrowserIT {
  private static final Path SCREENSHOTS = Path.of("target/screenshots");
  private static final double PATIENCE_MS = 30_000;
  private static final Set<String> GRAVE = Set.of("serious", "critical");

  @TempDir static Path home;
  private static WorkingSystem system;
  private static Chromium chromium;
  private Page page;

  @BeforeAll
  static void start() throws Exception {
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
    chromium = new Chromium();
    system = WorkingSystem.in(home);
  }

  @AfterAll
  static void stop() throws IOException {
    chromium.close();
    if (system != null) {
      system.close();
    }
  }

  @AfterEach
  void noPageComplained() {
    if (page != null) {
      page.context().close();
    }
    assertThat(chromium.complaints()).isEmpty();
  }

  @Test
  void aJobAppearsWithoutAReloadAndItsProgressMoves() throws Exception {
    open("/jobs");
    page.evaluate("window.loadedOnce = true");
    String job = system.submit("orders", "root.partners.appear", WorkingSystem.orders(200));

    Locator row = page.locator("#job-" + job);
    assertThat(row).isVisible();
    assertThat(row.locator("progress")).not().hasAttribute("value", "0.0");
    String before = row.locator("progress").getAttribute("value");
    assertThat(row.locator("progress")).not().hasAttribute("value", before);
    assertThat(page.evaluate("window.loadedOnce")).isEqualTo(true);
    system.cancel(job);
  }

  @Test
  void theNumbersOfTheGraphMove() throws Exception {
    String job = system.submit("orders", "root.partners.graph", WorkingSystem.orders(400));
    open("/pipelines/orders");

    Locator rate = page.locator("#stage-check [data-number=rate]");
    assertThat(rate).hasText(Pattern.compile("[1-9].*/s"));
    Locator waiting = page.locator("#stage-check [data-number=waiting]");
    String before = waiting.textContent();
    assertThat(waiting).not().hasText(before);
    assertThat(page.locator(".edge.flows").first()).isAttached();
    system.cancel(job);
  }

  @Test
  void theGraphSaysHowLongTasksRunAndWait() throws Exception {
    String job = system.submit("orders", "root.partners.times", WorkingSystem.orders(400));
    open("/pipelines/orders");

    Pattern time = Pattern.compile("(p95 run|wait) [0-9].* (ms|s|min)");
    assertThat(page.locator("#stage-check [data-number=run]")).hasText(time);
    assertThat(page.locator("#stage-check [data-number=wait]")).hasText(time);
    system.cancel(job);
  }

  @Test
  void aJobsPageShowsItsWorkOverTimeAndItsStragglers() throws Exception {
    String job =
        system.submit("orders", "root.partners.slow", "straggler\n" + WorkingSystem.orders(1000));
    open("/jobs/" + job);

    assertThat(page.locator("#stragglers")).containsText("runs");
    assertThat(page.locator("#bands th").first()).hasText("check");
    assertThat(page.locator("#bands rect").first()).isAttached();
    // The longest of what has ended, when it has.
    assertThat(page.locator("#stragglers tbody tr").first())
        .containsText(Pattern.compile("check\\s*1\\d s"));
    look("job-stragglers", Look.LIGHT);
    system.cancel(job);
  }

  @Test
  void aQueuesPageShowsItsPast() throws Exception {
    String job = system.submit("orders", "root.partners.past", WorkingSystem.orders(400));
    open("/queues/root.partners.past");

    for (String chart : List.of("usedVcores", "usedMb", "waiting running", "done failed")) {
      // A system that has just started has no past for some seconds, and shows it when it comes.
      assertThat(page.locator("[data-chart='" + chart + "'] canvas"))
          .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(25_000));
    }
    look("queue-past", Look.LIGHT);
    system.cancel(job);
  }

  @Test
  void aClickOnAStageOpensItsRoute() {
    open("/pipelines/orders");
    page.locator("#stage-check").click();

    assertThat(page.locator("h1")).containsText("Stage check");
    assertThat(page.locator("pre")).containsText("stage:enrich");
  }

  @Test
  void cancelAsksAndCancels() throws Exception {
    String job = system.submit("orders", "root.partners.cancel", WorkingSystem.orders(400));
    open("/jobs/" + job);

    button("Cancel").click();
    assertThat(page.locator("#ask")).isVisible();
    button("Keep it").click();
    assertThat(page.locator("#live .pill").first()).not().hasText("cancelled");

    button("Cancel").click();
    button("Cancel the job").click();
    assertThat(page.locator("#live .pill").first()).hasText("cancelled");
    assertThat(page.locator(".note.bad")).hasText("cancelled by admin");
    assertThat(button("Cancel")).hasCount(0);
  }

  @Test
  void aJobIsRunAgainFromAStageInTheMiddle() {
    open("/jobs/" + system.done());

    button("Run again").click();
    Locator dialog = page.locator("#replay");
    assertThat(dialog.locator("label")).hasCount(3);
    assertThat(dialog.getByLabel("at parse")).isDisabled();
    assertThat(dialog).containsText("keepInputs");
    picture("replay");
    dialog.getByLabel("at summarise").check();
    dialog.locator("button.primary").click();

    page.waitForURL(Pattern.compile(".*/jobs/\\d+$"), new Page.WaitForURLOptions());
    assertThat(page.locator("h1")).not().containsText("Job " + system.done() + " ");
    assertThat(page.locator(".facts")).containsText("job " + system.done() + ", from summarise on");
    assertThat(page.locator("#live .pill").first()).hasText("completed");
    assertThat(page.locator(".files")).containsText("summary.csv");
  }

  @Test
  void theKeyboardAloneFindsAJobAndCancelsIt() throws Exception {
    String job = system.submit("orders", "root.partners.keys", WorkingSystem.orders(400));
    open("/jobs");
    page.keyboard().press("/");
    assertThat(page.locator("input[name=q]")).isFocused();
    page.keyboard().type("keys");
    page.keyboard().press("Enter");
    assertThat(page).hasURL(Pattern.compile("q=keys"));
    assertThat(page.locator("tbody tr")).hasCount(1);

    tabTo("#job-link-" + job);
    page.keyboard().press("Enter");
    assertThat(page).hasURL(Pattern.compile("/jobs/" + job));
    tabTo("#do-cancel");
    page.keyboard().press("Enter");
    tabTo("#ask-yes");
    page.keyboard().press("Enter");

    assertThat(page.locator("#live .pill").first()).hasText("cancelled");
  }

  @Test
  void theFirstTabStopSkipsToTheContent() {
    open("/jobs");
    page.keyboard().press("Tab");

    assertThat(page.locator(".skip")).isFocused();
    page.keyboard().press("Enter");
    assertThat(page.locator("main")).isFocused();
  }

  @Test
  void focusStaysWhereItIsWhileThePageRefreshes() throws Exception {
    String job = system.submit("orders", "root.partners.focus", WorkingSystem.orders(300));
    open("/jobs?queue=root.partners.focus");
    Locator link = page.locator("#job-link-" + job);
    link.focus();
    String before = page.locator("tbody progress").getAttribute("value");
    assertThat(page.locator("tbody progress")).not().hasAttribute("value", before);

    assertThat(link).isFocused();
    system.cancel(job);
  }

  @Test
  void aStepInBulkSaysHowManyAndTakesAllOfTheFilter() throws Exception {
    List<String> jobs =
        List.of(
            system.submit("orders", "root.partners.bulk", WorkingSystem.orders(400)),
            system.submit("orders", "root.partners.bulk", WorkingSystem.orders(401)),
            system.submit("orders", "root.partners.bulk", WorkingSystem.orders(402)));
    open("/jobs?queue=root.partners.bulk");
    page.locator("[data-bulk=cancel]").click();
    assertThat(page.locator("#ask-title")).hasText("Cancel 3 jobs?");
    assertThat(page.locator("#ask-text")).containsText("root.partners.bulk");
    page.locator("#ask-yes").click();

    assertThat(page.locator(".toast")).containsText("3 cancelled");
    assertThat(page.locator("tbody .pill.CANCELLED")).hasCount(jobs.size());
  }

  @Test
  void aFileIsSentAndItsJobIsShown() {
    open("/submit");
    page.locator("#file").setInputFiles(system.sample());
    page.locator("input[name=source]").fill("sender");
    page.locator("#send").click();

    assertThat(page).hasURL(Pattern.compile("/jobs/\\d+"));
    assertThat(page.locator("#live .pill").first()).hasText("completed");
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("summary.csv").setExact(true))
        .click();
    assertThat(page.locator("table.data th").first()).hasText("source");
    assertThat(page.locator("table.data tbody tr").first()).containsText("sender");
  }

  @Test
  void whatTheApiRefusesIsSaidInItsWords() {
    open("/submit");
    page.locator("#file").setInputFiles(system.sample());
    page.locator("input[name=queue]").fill("root.partners..x");
    page.locator("#send").click();

    assertThat(page.locator(".toast.bad")).containsText("queue: must be a path such as");
  }

  @Test
  void aQueueIsPausedAndResumed() throws Exception {
    String job = system.submit("orders", "root.partners.pausing", WorkingSystem.orders(400));
    open("/queues/root.partners.pausing");
    button("Pause").click();
    button("Pause the queue").click();
    assertThat(page.locator(".note.warn")).containsText("Paused by admin");
    button("Resume").click();
    assertThat(page.locator(".note.warn")).hasCount(0);
    system.cancel(job);
  }

  @Test
  void thoseBelowAQueueAreFoldedAndStaySoWhileThePageRefreshes() throws Exception {
    open("/queues");
    Locator fold = page.locator("[id='fold-root.partners']");
    assertThat(fold).hasAttribute("aria-expanded", "true");
    fold.click();
    assertThat(fold).hasAttribute("aria-expanded", "false");
    assertThat(page.locator("tr[id^='queue-root.partners.']")).hasCount(0);
    assertThat(page.locator("tr[id='queue-root.partners']")).containsText("below");
    page.evaluate("htmx.trigger(document.body, 'refresh')");
    String job = system.submit("orders", "root.partners.folded", WorkingSystem.orders(20));
    assertThat(page.locator("tr[id^='queue-root.partners.']")).hasCount(0);
    fold.click();
    assertThat(page.locator("tr[id='queue-root.partners.folded']")).isVisible();
    picture("queues-unfolded");
    system.cancel(job);
  }

  @Test
  void noTwoLinesOfAChartsAxisSayTheSame() throws Exception {
    open("/queues/root.partners");
    assertThat(page.locator("[data-chart] canvas").first()).isVisible();
    Object same =
        page.evaluate(
            """
            [...document.querySelectorAll('[data-chart]')].flatMap(plot => {
              const chart = echarts.getInstanceByDom(plot);
              if (!chart) return [];
              // A time that is both the axis' end and a round one is one line, though it comes twice.
              return ['xAxis', 'yAxis']
                .map(name => new Map(chart.getModel().getComponent(name).axis.getViewLabels()
                  .map(each => [each.tickValue, each.formattedLabel])))
                .filter(lines => new Set(lines.values()).size < lines.size)
                .map(lines => plot.dataset.chart + ': ' + JSON.stringify([...lines]));
            })
            """);
    assertThat((List<?>) same).isEmpty();
  }

  @Test
  void aWorkerIsDrainedAndResumed() throws Exception {
    String job = system.submit("orders", "root.partners.draining", WorkingSystem.orders(400));
    open("/workers");
    Locator pill = page.locator("#worker-main .pill");
    assertThat(pill).hasText("up");
    button("Drain").click();
    button("Drain the worker").click();
    assertThat(pill).hasText("drained");
    assertThat(page.locator(".note.warn")).containsText("Drained by admin");
    Locator worker = page.locator("#worker-main");
    assertThat(worker.locator("p:has(b.num)")).hasText("0 of 8 containers");
    assertThat(worker.locator("progress")).hasJSProperty("value", 0.0);
    picture("workers-drained");
    button("Resume").click();
    assertThat(pill).hasText("up");
    system.cancel(job);
  }

  @Test
  void otherSettingsOfAQueueAreTriedAndApplied() {
    open("/queues/root.partners.applied");
    page.locator("input[name=weight]").fill("4");
    page.locator("input[name='maxShare.memory']").fill("1Gi");
    button("Preview").click();
    assertThat(page.locator("#preview")).containsText("weight 1 becomes 4");
    picture("queue-preview");
    button("Apply").click();
    assertThat(page.locator("#preview.note")).containsText("weight 1 becomes 4");
    assertThat(page.locator("#live")).containsText("1.0 GiB");
    picture("queue-applied");
    page.reload();
    assertThat(page.locator("#what-if")).containsText("These are the settings in force");
  }

  @Test
  void whatSomebodyElseHasAppliedMeanwhileIsNotOverwritten() throws Exception {
    open("/queues/root.partners.collide?weight=5");
    assertThat(button("Apply")).isVisible();
    system.set("root.partners.collide", "{\"weight\": 2}");
    button("Apply").click();
    assertThat(page.locator(".toast.bad")).containsText("have been changed by somebody else");
  }

  @Test
  void deadLettersAreReplayedByFilter() throws Exception {
    String job = system.deadJob("root.partners.letters");
    open("/dead-letters?queue=root.partners.letters");
    page.locator("#replay-all").click();
    assertThat(page.locator("#ask-title")).hasText("Replay 3 dead letters?");
    page.locator("#ask-yes").click();

    assertThat(page.locator(".toast")).containsText("3 replayed");
    system.cancel(job);
  }

  @Test
  void aDeadLettersBodyIsEditedAndReplayed() throws Exception {
    String job = system.deadJob("root.partners.editing");
    open("/dead-letters?queue=root.partners.editing");
    page.locator("a[href^='/dead-letters/']").last().click();
    assertThat(page.locator("h1")).containsText("Dead letter");
    page.locator("#edit summary").click();
    assertThat(page.locator("textarea")).hasValue(Pattern.compile("poison \\d"));
    picture("dead-letter-edit");
    page.locator("textarea").fill("order 1 of ann");
    button("Replay with this body").click();

    assertThat(page).hasURL(Pattern.compile("/jobs/" + job));
    assertThat(page.locator("#live .pill").first()).hasText("failed");
    open("/dead-letters?queue=root.partners.editing");
    assertThat(page.locator("a[href^='/dead-letters/']").first()).isVisible();
    assertThat(system.deadOf(job)).isEqualTo(2);
  }

  @Test
  void sampleLinesAreRead() {
    open("/sources/acme");
    page.locator("#lines")
        .fill(
            "192.0.2.7 - - [21/Nov/2026:10:00:00 +0000] \"GET /a HTTP/1.1\" 200 5 \"-\" \"c\"\nnot a line");
    button("Read them").click();

    assertThat(page.locator("#parsed tbody tr").first()).containsText("192.0.2.7");
    assertThat(page.locator("#parsed tbody tr").last()).containsText("rejected");
  }

  @Test
  void whoIsNotLoggedInIsAskedToAndComesToThePageTheyWanted() {
    page = chromium.page(system.url(), Look.LIGHT);
    page.navigate("/queues");
    page.getByLabel("Name").fill("admin");
    page.getByLabel("Password").fill("a wrong one");
    button("Log in").click();
    assertThat(page.getByRole(AriaRole.ALERT)).isVisible();

    page.getByLabel("Name").fill("admin");
    page.getByLabel("Password").fill(system.password());
    button("Log in").click();
    assertThat(page).hasURL(Pattern.compile(".*/queues$"));

    button("Log out").click();
    page.navigate("/jobs");
    assertThat(page).hasURL(Pattern.compile(".*/login.*"));
  }

  @Test
  void aViewerSeesTheJobAndIsOfferedNoStep() throws Exception {
    page = chromium.page(system.url(), "vera", system.viewer("vera"), Look.LIGHT);
    page.navigate("/jobs/" + system.done());

    assertThat(page.locator("h1")).containsText(system.done());
    assertThat(page.locator("[data-post]")).hasCount(0);
    assertThat(button("Run again")).hasCount(0);
    assertThat(page.locator("nav a[href='/submit']")).hasCount(0);
    int status =
        (Integer)
            page.evaluate(
                """
                async path => (await fetch(path, { method: "POST", headers: {
                  "X-CSRF-TOKEN": document.querySelector("meta[name=csrf-token]").content } })).status
                """,
                "/api/v1/jobs/" + system.done() + "/replay");
    assertThat(status).isEqualTo(403);
  }

  @Test
  void aUserChangesThePasswordAndGoesOn() throws Exception {
    String password = system.viewer("pia");
    page = chromium.page(system.url(), "pia", password, Look.LIGHT);
    page.navigate("/jobs");
    page.locator("a.user").click();
    assertThat(page.locator("h1")).hasText("Account");
    page.getByLabel("The one that holds now").fill(password);
    page.locator("input[name=password]").fill("a long new password");
    page.getByLabel("The new one again").fill("another one");
    button("Change it").click();
    assertThat(page.locator(".toast.bad")).containsText("not the same");
    page.getByLabel("The new one again").fill("a long new password");
    button("Change it").click();
    assertThat(page.locator(".toast").last()).containsText("Your password is changed");
    picture("account");
    page.navigate("/jobs");
    assertThat(page.locator("h1")).containsText("Jobs");
  }

  @Test
  void aViewerHasSampleLinesRead() throws Exception {
    page = chromium.page(system.url(), "vic", system.viewer("vic"), Look.LIGHT);
    page.navigate("/sources/acme");
    page.locator("#lines").fill("not a line");
    button("Read them").click();
    assertThat(page.locator("#parsed")).containsText("rejected");
  }

  @Test
  void timesAreLocalWithUtcOnHover() {
    open("/jobs/" + system.done());
    Locator time = page.locator(".facts time").first();

    assertThat(time).hasAttribute("title", Pattern.compile(".* UTC"));
    assertThat(time).not().hasText(Pattern.compile("T.*Z"));
  }

  @Test
  void theSwitchOfTheThemeIsRemembered() {
    open("/jobs");
    page.locator("#theme").click();
    assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
    page.reload();
    assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
  }

  /** The whole of every page in every look: nothing that shuts somebody out, and a picture. */
  @ParameterizedTest
  @EnumSource(Look.class)
  void everyPageIsAccessibleAndFits(Look look) throws Exception {
    Files.createDirectories(SCREENSHOTS);
    system.workGoesOn();
    page = chromium.page(system.url(), "admin", system.password(), look);
    for (WorkingSystem.Place place : system.places()) {
      page.navigate(place.path());
      assertThat(page.locator("h1")).isVisible();
      if (page.locator("main[hx-get]").count() > 0) {
        assertThat(page.locator("#connection")).hasText("Live");
      }
      look(place.name(), look);
    }
    page.context().close();
    page = chromium.page(system.url(), look);
    page.navigate("/login");
    look("login", look);
  }

  private void look(String name, Look look) {
    page.screenshot(
        new Page.ScreenshotOptions()
            .setPath(SCREENSHOTS.resolve(name + "-" + look.name().toLowerCase() + ".png"))
            .setAnimations(ScreenshotAnimations.DISABLED)
            .setFullPage(true));
    List<String> grave =
        new AxeBuilder(page)
            .analyze().getViolations().stream()
                .filter(rule -> GRAVE.contains(rule.getImpact()))
                .map(ConsoleBrowserIT::said)
                .toList();
    assertThat(grave).as("%s, %s", name, look).isEmpty();
    assertThat((Integer) page.evaluate("document.documentElement.scrollWidth - innerWidth"))
        .as("%s, %s: scrolls sideways by", name, look)
        .isLessThanOrEqualTo(0);
  }

  /** For somebody to look at. */
  private void picture(String name) {
    page.screenshot(
        new Page.ScreenshotOptions()
            .setPath(SCREENSHOTS.resolve(name + ".png"))
            .setAnimations(ScreenshotAnimations.DISABLED)
            .setFullPage(true));
  }

  private static String said(Rule rule) {
    return rule.getId()
        + ": "
        + rule.getNodes().stream().map(node -> String.valueOf(node.getHtml())).limit(3).toList();
  }

  private void open(String path) {
    page = chromium.page(system.url(), "admin", system.password(), Look.LIGHT);
    page.navigate(path);
  }

  private Locator button(String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  /** Only as the keyboard can: one stop after the other. */
  private void tabTo(String selector) {
    Awaitility.await()
        .atMost(java.time.Duration.ofSeconds(30))
        .until(
            () -> {
              page.keyboard().press("Tab");
              return page.evaluate("s => document.activeElement?.matches(s)", selector);
            },
            Boolean.TRUE::equals);
  }
}
