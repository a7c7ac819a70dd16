package org.millrace.scheduling.resource;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Amounts as people read them: in the unit that suits them, rounded to a tenth of it. */
final class Words {
  private static final String[] UNITS = {"bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
  private static final int MEBI = 2;
  private static final double STEP = 1024;

  private Words() {}

  static String of(Resources amount) {
    List<String> parts = new ArrayList<>();
    if (amount.memoryMb() > 0) {
      parts.add(
          amount.memoryMb() == Long.MAX_VALUE
              ? "unlimited memory"
              : scaled(amount.memoryMb(), MEBI));
    }
    if (amount.vcoresMilli() > 0) {
      parts.add(amount.vcoresMilli() == Long.MAX_VALUE ? "unlimited vcores" : vcores(amount));
    }
    if (amount.networkBytesPerSecond() > 0) {
      parts.add(
          amount.networkBytesPerSecond() == Long.MAX_VALUE
              ? "unlimited network"
              : scaled(amount.networkBytesPerSecond(), 0) + "/s");
    }
    return parts.isEmpty() ? "nothing" : String.join(", ", parts);
  }

  private static String scaled(long amount, int unit) {
    double scaled = amount;
    int at = unit;
    // What would be written as 1024.0 is one of the next.
    while (at < UNITS.length - 1 && scaled >= STEP - 0.05) {
      scaled /= STEP;
      at++;
    }
    return tenths(scaled) + " " + UNITS[at];
  }

  private static String vcores(Resources amount) {
    double cores = amount.vcoresMilli() / 1000.0;
    String number = cores < 0.1 ? Double.toString(cores) : hundredths(cores);
    return number + ("1".equals(number) ? " vcore" : " vcores");
  }

  private static String tenths(double number) {
    return String.format(Locale.ROOT, "%.1f", number).replaceAll("\\.0$", "");
  }

  private static String hundredths(double number) {
    return String.format(Locale.ROOT, "%.2f", number).replaceAll("\\.?0+$", "");
  }
}
