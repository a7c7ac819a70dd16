package org.millrace.manager.simulate;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.millrace.scheduling.simulate.SimulatedGrant;
import org.millrace.scheduling.simulate.SimulationListener;

/**
 * Writes a line of JSON for each grant and, if wanted, for each tick's fair shares. Throws {@link
 * UncheckedIOException} when it cannot write. Not thread-safe.
 */
public final class GrantLines implements SimulationListener {
  private final Writer out;
  private final boolean withShares;

  public GrantLines(Writer out, boolean withShares) {
    this.out = out;
    this.withShares = withShares;
  }

  @Override
  public void granted(SimulatedGrant grant) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("seq", grant.seq());
    line.put("tick", grant.tick());
    line.put("application", grant.application());
    line.put("queue", grant.queue());
    line.put("node", grant.node());
    write(line);
  }

  @Override
  public void shares(int tick, Map<String, Long> fairSharesMb) {
    if (withShares) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("tick", tick);
      line.put("fairShares", fairSharesMb);
      write(line);
    }
  }

  private void write(Map<String, Object> line) {
    try {
      out.write(JSON.std.asString(line));
      out.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
