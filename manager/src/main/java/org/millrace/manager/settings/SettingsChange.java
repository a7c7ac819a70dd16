package org.millrace.manager.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.millrace.scheduling.tree.SettingsDifference;

/** Says in words what differs between two settings. */
final class SettingsChange {
  private SettingsChange() {}

  /** One phrase a difference; empty when there is none. */
  static List<String> between(Settings before, Settings after) {
    List<String> changes = new ArrayList<>();
    entries("source", before.sources(), after.sources(), changes);
    entries("stage", before.stages(), after.stages(), changes);
    value("intake.poll", before.intake().poll(), after.intake().poll(), changes);
    value("intake.quiet", before.intake().quiet(), after.intake().quiet(), changes);
    entries("pipeline", before.masters(), after.masters(), changes);
    value("node.memory", before.node().memoryMb(), after.node().memoryMb(), " MiB", changes);
    value("node.vcores", before.node().milliCores(), after.node().milliCores(), "/1000", changes);
    value("node.network", before.node().network(), after.node().network(), " B/s", changes);
    value("node.keepFree", before.node().keepFree(), after.node().keepFree(), changes);
    value("containers", containers(before), containers(after), changes);
    value("scheduler.userQueues", before.userQueues(), after.userQueues(), "", changes);
    changes.addAll(SettingsDifference.between(before.scheduler(), after.scheduler()));
    value("transport", before.transport(), after.transport(), changes);
    value("broker (at the next start)", broker(before), broker(after), changes);
    value("retention", before.retention(), after.retention(), changes);
    value("http.hosts", before.hosts(), after.hosts(), changes);
    observe(before.observe(), after.observe(), changes);
    value("retention.audit", before.access().audit(), after.access().audit(), changes);
    if (!startOnly(before).equals(startOnly(after))) {
      changes.add("bind, tls, oidc or http.proxies is changed, from the next start");
    }
    if (!before.sqs().equals(after.sqs())) {
      changes.add("sqs is changed, from the next start");
    }
    return changes;
  }

  private static void observe(ObserveSettings before, ObserveSettings after, List<String> changes) {
    value("retention.analytics", before.statistics(), after.statistics(), "", changes);
    if (!before.webhooks().equals(after.webhooks())) {
      changes.add("webhooks are " + after.webhooks());
    }
    value("jobEvents", before.jobEvents(), after.jobEvents(), changes);
    value("otel.endpoint (at the next start)", before.traces(), after.traces(), "", changes);
    value("log=json (at the next start)", before.jsonLog(), after.jsonLog(), changes);
  }

  private static List<Object> startOnly(Settings settings) {
    AccessSettings access = settings.access();
    return List.of(access.bind(), access.tls(), access.oidc(), access.proxies());
  }

  private static void entries(
      String kind, Map<String, ?> before, Map<String, ?> after, List<String> changes) {
    TreeSet<String> names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    for (String name : names) {
      if (!before.containsKey(name)) {
        changes.add(kind + " " + name + " added");
      } else if (!after.containsKey(name)) {
        changes.add(kind + " " + name + " removed");
      } else if (!before.get(name).equals(after.get(name))) {
        changes.add(kind + " " + name + " changed");
      }
    }
  }

  private static void value(String name, Object before, Object after, List<String> changes) {
    if (!Objects.equals(before, after)) {
      changes.add(name + " is " + after + ", was " + before);
    }
  }

  private static void value(
      String name, Optional<?> before, Optional<?> after, String unit, List<String> changes) {
    value(
        name,
        before.map(value -> value + unit).orElse("unset"),
        after.map(value -> value + unit).orElse("unset"),
        changes);
  }

  /** Without the password; a new one alone is a change all the same. */
  private static Object broker(Settings settings) {
    return settings.broker().isPresent() ? settings.broker().get() : "the embedded one";
  }

  private static String containers(Settings settings) {
    return settings.containers().isPresent()
        ? Integer.toString(settings.containers().getAsInt())
        : "four a core";
  }
}
