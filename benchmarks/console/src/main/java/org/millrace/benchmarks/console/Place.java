package org.millrace.benchmarks.console;

import java.util.List;

/** Something to ask for: a page of the console, or a list or a thing of the API. */
record Place(String name, String path) {

  /** Every page and every list, filters of what is rare and of what is frequent among them. */
  static List<Place> all(String letter) {
    String ended = "/jobs/" + 49_950;
    String large = "/jobs/" + Fill.LARGE;
    String rare = "?error=certificate%20of%20zeta";
    String queue = "root.t7.q3";
    return List.of(
        page("overview", "/"),
        page("pipelines", "/pipelines"),
        page("pipeline", "/pipelines/b2b-logs"),
        page("stage", "/stages/parse"),
        page("jobs", "/jobs"),
        page("jobs, failed", "/jobs?state=FAILED"),
        page("jobs, of a source", "/jobs?source=p7"),
        page("jobs, of a queue", "/jobs?queue=" + queue),
        page("jobs, of no queue", "/jobs?queue=root.nobody"),
        page("jobs, text of one", "/jobs?q=p7/1507.log"),
        page("jobs, text of none", "/jobs?q=nowhere"),
        page("jobs, a day long ago", "/jobs?since=20d&until=19d"),
        page("jobs, of a bulk step", "/jobs/selection?step=cancel&q=owner7"),
        page("job", ended),
        page("job of many tasks", large),
        page("queues", "/queues"),
        page("queues, searched", "/queues?q=q77"),
        page("queue", "/queues/" + queue),
        page("queue of many", "/queues/root"),
        page("queue, what if", "/queues/" + queue + "?weight=3&if=all"),
        page("workers", "/workers"),
        page("dead letters", "/dead-letters"),
        page("dead letters, page far back", "/dead-letters?before=200000"),
        page("dead letters, rare error", "/dead-letters" + rare),
        page("dead letters, no such error", "/dead-letters?error=nowhere"),
        page("dead letters, frequent error", "/dead-letters?error=has%20no%20customer"),
        page("dead letters, of a stage", "/dead-letters?stage=parse"),
        page("dead letters, of a queue", "/dead-letters?queue=" + queue),
        page("dead letters, of a job", "/dead-letters?job=49950"),
        page("dead letters, since an hour", "/dead-letters?since=1h"),
        page("dead letter", "/dead-letters/" + letter),
        page("submit", "/submit"),
        page("sources", "/sources"),
        api("jobs?limit=500"),
        api("jobs?state=FAILED"),
        api(large.substring(1)),
        api(large.substring(1) + "/explanation"),
        api("queues"),
        api("workers"),
        api("stages"),
        api("pipelines"),
        api("sources"),
        api("dead-letters?limit=500"),
        api("dead-letters" + rare),
        api("dead-letters?error=nowhere"),
        api("dead-letters?stage=parse"),
        api("dead-letters?queue=" + queue),
        api("dead-letters?job=49950"),
        api("dead-letters/" + letter),
        api("analytics?minutes=60"),
        api("analytics?minutes=60&by=queue"),
        api("analytics?minutes=1440"),
        api("analytics?minutes=1440&by=stage"),
        api("analytics?minutes=1440&by=queue&queue=root.t7"),
        api("analytics?minutes=10080"),
        api("audit"),
        api("users"),
        api("tokens"),
        api("webhooks/deliveries"));
  }

  /** What somebody may open first. */
  static List<Place> first() {
    return List.of(
        page("overview", "/"),
        page("pipeline", "/pipelines/b2b-logs"),
        page("queues", "/queues"),
        api("analytics?minutes=60&by=all"),
        api("analytics?minutes=60&by=queue"),
        api("analytics?minutes=1440&by=queue&queue=root.t7"));
  }

  private static Place page(String name, String path) {
    return new Place(name, path);
  }

  private static Place api(String path) {
    return new Place("API " + path.replace("%20", " "), "/api/v1/" + path);
  }
}
