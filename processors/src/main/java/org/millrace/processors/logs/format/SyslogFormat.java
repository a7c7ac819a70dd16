package org.millrace.processors.logs.format;

/**
 * Syslog by RFC 5424 and RFC 3164, mixed at will: outcome is the severity (emerg, alert, crit, err,
 * warning, notice, info, debug; {@code -} when the line has no priority, as in {@code
 * /var/log/syslog}), bytes the line's length.
 *
 * <p>RFC 3164 has neither year nor zone. The zone is the source's. The year is the one that puts
 * the time nearest to the reference moment without being more than a day ahead of it, so that lines
 * of December read in January are last year's.
 */
public final class SyslogFormat implements LogFormat {
  @Override
  public String name() {
    return "syslog";
  }

  @Override
  public RecordParser parser(FormatSettings settings) {
    return new SyslogParser(settings);
  }
}
