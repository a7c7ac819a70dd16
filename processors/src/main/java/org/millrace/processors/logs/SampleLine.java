package org.millrace.processors.logs;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;

/** One style of sample line. */
interface SampleLine {
  /** Writes a line without its end. */
  void write(LineBytes line, int secondOfDay, SplittableRandom random);

  /** Writes what stands before the first line. */
  default void header(LineBytes line) {}

  static SampleLine of(SampleLogs.Style style, LocalDate day) {
    return switch (style) {
      case COMBINED -> new Access(day, true);
      case COMMON -> new Access(day, false);
      case JSON -> new Json(day);
      case CSV -> new Csv(day);
      case SYSLOG -> new Syslog(day);
    };
  }

  /** What lines are made of; what stands more often comes more often. */
  final class Words {
    static final byte[][] PATHS =
        words(
            "/",
            "/",
            "/index.html",
            "/login",
            "/api/v1/orders",
            "/api/v1/orders/",
            "/api/v1/items",
            "/api/v1/items?page=2&size=50",
            "/static/css/site.css",
            "/static/js/app.4f2c91.js",
            "/images/logo.svg",
            "/images/products/1042/large.webp",
            "/search?q=winter+jacket&sort=price",
            "/checkout/cart",
            "/checkout/payment",
            "/favicon.ico",
            "/robots.txt",
            "/health",
            "/partners/invoices/2026/11/export.csv",
            "/downloads/catalogue.pdf");
    static final byte[][] REFERERS =
        words(
            "-",
            "-",
            "-",
            "https://www.example.org/",
            "https://www.example.org/search?q=winter+jacket",
            "https://shop.example.com/checkout/cart",
            "https://news.example.net/2026/11/offers");
    static final byte[][] AGENTS =
        words(
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
                + " Chrome/141.0.0.0 Safari/537.36",
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like"
                + " Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
            "curl/8.5.0",
            "python-requests/2.32.3",
            "Go-http-client/2.0",
            "-");
    static final byte[][] METHODS = words("GET", "GET", "GET", "GET", "GET", "GET", "POST", "HEAD");
    static final byte[][] STATUSES =
        words(
            "200", "200", "200", "200", "200", "200", "200", "200", "200", "200", "200", "304",
            "304", "301", "302", "404", "404", "403", "500", "502");
    static final byte[][] LEVELS =
        words("INFO", "INFO", "INFO", "INFO", "INFO", "DEBUG", "DEBUG", "WARN", "ERROR");
    static final byte[][] SERVICES = words("orders", "billing", "gateway", "stock", "mailer");
    static final byte[][] MESSAGES =
        words(
            "request handled",
            "cache miss, reading from the store",
            "retrying in 250 ms",
            "order accepted",
            "payment authorised",
            "slow query: 1240 ms",
            "connection closed by peer",
            "session of user caf\u00e9 expired");

    private Words() {}

    private static byte[][] words(String... words) {
      return Arrays.stream(words).map(Words::bytes).toArray(byte[][]::new);
    }

    static byte[] bytes(String text) {
      return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] any(byte[][] words, SplittableRandom random) {
      return words[random.nextInt(words.length)];
    }
  }

  /** The common and the combined log format. */
  final class Access implements SampleLine {
    private static final byte[] NOBODY = Words.bytes(" - - [");
    private static final byte[] ZONE = Words.bytes(" +0000] \"");
    private static final byte[] PROTOCOL = Words.bytes(" HTTP/1.1\" ");
    private static final byte[] BETWEEN = Words.bytes("\" \"");

    private final byte[] date;
    private final boolean combined;

    Access(LocalDate day, boolean combined) {
      date = Words.bytes(DateTimeFormatter.ofPattern("dd/MMM/yyyy:", Locale.ENGLISH).format(day));
      this.combined = combined;
    }

    @Override
    public void write(LineBytes line, int secondOfDay, SplittableRandom random) {
      int address = random.nextInt();
      line.number(10 + (address & 0x7F)).put('.').number(address >>> 8 & 0xFF).put('.');
      line.number(address >>> 16 & 0xFF).put('.').number(address >>> 24);
      line.put(NOBODY).put(date).clock(secondOfDay).put(ZONE);
      line.put(Words.any(Words.METHODS, random)).put(' ').put(Words.any(Words.PATHS, random));
      byte[] status = Words.any(Words.STATUSES, random);
      line.put(PROTOCOL).put(status).put(' ');
      if (status[0] == '3') {
        line.put('-');
      } else {
        line.number(random.nextInt(1 << 4 + random.nextInt(14)));
      }
      if (combined) {
        line.put(' ').put('"').put(Words.any(Words.REFERERS, random)).put(BETWEEN);
        line.put(Words.any(Words.AGENTS, random)).put('"');
      }
    }
  }

  /** JSON objects. */
  final class Json implements SampleLine {
    private static final byte[] LEVEL = Words.bytes("Z\",\"level\":\"");
    private static final byte[] SERVICE = Words.bytes("\",\"service\":\"");
    private static final byte[] MESSAGE = Words.bytes("\",\"message\":\"");
    private static final byte[] BYTES = Words.bytes("\",\"bytes\":");

    private final byte[] begin;

    Json(LocalDate day) {
      begin = Words.bytes("{\"timestamp\":\"" + day + "T");
    }

    @Override
    public void write(LineBytes line, int secondOfDay, SplittableRandom random) {
      line.put(begin).clock(secondOfDay).put('.').number(100 + random.nextInt(900));
      line.put(LEVEL).put(Words.any(Words.LEVELS, random));
      line.put(SERVICE).put(Words.any(Words.SERVICES, random));
      line.put(MESSAGE).put(Words.any(Words.MESSAGES, random));
      line.put(BYTES).number(random.nextInt(100_000)).put('}');
    }
  }

  /** Comma-separated values. */
  final class Csv implements SampleLine {
    private static final byte[] HEADER = Words.bytes("timestamp,level,service,bytes,message\n");

    private final byte[] begin;

    Csv(LocalDate day) {
      begin = Words.bytes(day + "T");
    }

    @Override
    public void header(LineBytes line) {
      line.put(HEADER);
    }

    @Override
    public void write(LineBytes line, int secondOfDay, SplittableRandom random) {
      line.put(begin).clock(secondOfDay).put('Z').put(',');
      line.put(Words.any(Words.LEVELS, random)).put(',');
      line.put(Words.any(Words.SERVICES, random)).put(',').number(random.nextInt(100_000));
      line.put(',').put('"').put(Words.any(Words.MESSAGES, random)).put('"');
    }
  }

  /** RFC 5424. */
  final class Syslog implements SampleLine {
    private static final byte[] HOST = Words.bytes("Z web-");
    private static final byte[] NO_ID = Words.bytes(" - - ");

    private final byte[] begin;

    Syslog(LocalDate day) {
      begin = Words.bytes(">1 " + day + "T");
    }

    @Override
    public void write(LineBytes line, int secondOfDay, SplittableRandom random) {
      line.put('<').number(8 * random.nextInt(24) + random.nextInt(8)).put(begin);
      line.clock(secondOfDay).put(HOST).number(1 + random.nextInt(9)).put(' ');
      line.put(Words.any(Words.SERVICES, random)).put(' ').number(1 + random.nextInt(30_000));
      line.put(NO_ID).put(Words.any(Words.MESSAGES, random));
    }
  }
}
