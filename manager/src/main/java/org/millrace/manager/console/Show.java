package org.millrace.manager.console;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.millrace.engine.ledger.JobState;
import org.millrace.scheduling.resource.Resources;
import org.springframework.web.util.UriUtils;

/** How pages write amounts, always with their unit. Pure functions. */
public final class Show {
  static final Show INSTANCE = new Show();

  private static final String[] SIZES = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
  private static final long STEP = 1024;
  private static final long MINUTE = 60;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  private Show() {}

  /** {@code 1.5 MiB}. */
  public String size(long bytes) {
    double amount = bytes;
    int unit = 0;
    while (amount >= STEP && unit < SIZES.length - 1) {
      amount /= STEP;
      unit++;
    }
    return unit == 0 ? bytes + " B" : "%.1f %s".formatted(amount, SIZES[unit]);
  }

  /** {@code 1,234,567}. */
  public String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** {@code 12.3 k}, for boxes without room. */
  public String brief(long number) {
    if (number < 10_000) {
      return count(number);
    }
    return number < 1_000_000
        ? String.format(Locale.ROOT, "%.1f k", number / 1e3)
        : String.format(Locale.ROOT, "%.1f M", number / 1e6);
  }

  /** {@code 4.2/s}. */
  public String rate(double perSecond) {
    if (perSecond > 0 && perSecond < 0.1) {
      return "<0.1/s";
    }
    return (perSecond >= 100 || perSecond == 0
            ? brief(Math.round(perSecond))
            : String.format(Locale.ROOT, "%.1f", perSecond))
        + "/s";
  }

  /** A share of 0 to 100. */
  public String parts(double percent) {
    return percent(percent / 100);
  }

  public String percent(double share) {
    return share > 0 && share < 0.01
        ? "<1 %"
        : String.format(Locale.ROOT, "%d %%", (long) Math.floor(share * 100 + 1e-9));
  }

  /** {@code 2 min 5 s}. */
  public String seconds(long seconds) {
    if (seconds < MINUTE) {
      return seconds + " s";
    }
    if (seconds < HOUR) {
      return seconds / MINUTE + " min " + seconds % MINUTE + " s";
    }
    return seconds < DAY
        ? seconds / HOUR + " h " + seconds % HOUR / MINUTE + " min"
        : seconds / DAY + " d " + seconds % DAY / HOUR + " h";
  }

  /** How long from one to the other; {@code 350 ms} when that is short. */
  public String between(Instant from, Instant to) {
    Duration time = Duration.between(from, to);
    return time.toMillis() < 1000
        ? Math.max(0, time.toMillis()) + " ms"
        : time.toSeconds() < 10
            ? String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0)
            : seconds(time.toSeconds());
  }

  /** {@code 350 ms}, {@code 2.5 s}; a dash where nothing is known. */
  public String millis(Double millis) {
    return millis == null
        ? "–"
        : between(Instant.EPOCH, Instant.EPOCH.plusMillis(Math.round(millis)));
  }

  /** The same where there is little room: from a minute on in minutes or hours alone. */
  public String briefly(Double millis) {
    long seconds = millis == null ? 0 : Math.round(millis / 1000);
    if (seconds < MINUTE) {
      return millis(millis);
    }
    return seconds < HOUR ? seconds / MINUTE + " min" : seconds / HOUR + " h";
  }

  /** {@link #millis} of whole ones. */
  public String took(long millis) {
    return millis((double) millis);
  }

  public String cores(long milli) {
    return String.format(Locale.ROOT, "%.2f", milli / 1000.0).replaceAll("\\.?0+$", "");
  }

  public String memory(long mebibytes) {
    return mebibytes == Long.MAX_VALUE ? "unlimited" : size(mebibytes * STEP * STEP);
  }

  /** {@code 2.0 GiB, 1.5 vcores, 10.0 MiB/s}. */
  public String resources(Resources amount) {
    return amount.isNone()
        ? "nothing"
        : memory(amount.memoryMb())
            + ", "
            + (amount.vcoresMilli() == Long.MAX_VALUE ? "any" : cores(amount.vcoresMilli()))
            + " vcores, "
            + (amount.networkBytesPerSecond() == Long.MAX_VALUE
                ? "any network"
                : size(amount.networkBytesPerSecond()) + "/s");
  }

  /** {@code active}. */
  public String state(JobState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  /** The last part of an object's key. */
  public String file(String key) {
    return key.substring(key.lastIndexOf('/') + 1);
  }

  /** The last part of a queue's path. */
  public String leaf(String queue) {
    return queue.substring(queue.lastIndexOf('.') + 1);
  }

  /** The beginning of a text; an ellipsis stands for the rest. */
  public String cut(String text, int most) {
    return text.codePointCount(0, text.length()) <= most
        ? text
        : text.substring(0, text.offsetByCodePoints(0, most - 1)) + "…";
  }

  /** Whatever a field of a record has; nothing for none. */
  public String value(Object value) {
    return value == null ? "" : value.toString();
  }

  /** {@code Active}. */
  public String capital(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT)
        + word.substring(1).toLowerCase(Locale.ROOT);
  }

  /** {@code 1 job}, {@code 2 jobs}. */
  public String plural(long count, String one) {
    return count(count) + " " + one + (count == 1 ? "" : "s");
  }

  /** A name as part of a path. */
  public String path(String name) {
    return UriUtils.encode(name, StandardCharsets.UTF_8);
  }

  /** Where a pipeline's page is; a name that no path may hold stands in the query. */
  public String pipeline(String name) {
    return name.matches("[\\p{L}\\p{N}][\\p{L}\\p{N} ._~-]*")
        ? "/pipelines/" + path(name)
        : "/pipelines?name=" + query(name);
  }

  /** A value in a query. */
  public String query(String value) {
    return UriUtils.encode(value, StandardCharsets.UTF_8);
  }
}
