package org.millrace.benchmarks.scheduler.parity;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.*;
import java.util.*;

final class Parity {
  public static void main(String[] args) throws Exception {
    Path scratch = Files.createTempDirectory("parity-");
    ObjectMapper mapper = new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    if (args[0].equals("random")) {
      Family family = Family.valueOf(args[1]);
      String policy = args[2];
      long seed = Long.parseLong(args[3]);
      int cases = Integer.parseInt(args[4]);
      long t0 = System.nanoTime(); long grants = 0; int diffs = 0;
      for (int i = 0; i < cases; i++) {
        JsonNode w = mapper.readTree(RandomWorkloads.make(family, policy, seed + i).toString());
        try {
        Outcome y = YarnSimulation.run(w, scratch);
        Outcome m = MillraceSimulation.run(w);
        grants += y.grants().size();
        var d = y.difference(m);
        if (d.isPresent()) { diffs++; if (diffs <= 20) System.out.println((seed + i) + ": " + d.get());
          Files.writeString(Path.of("/tmp/par/diff-" + family + "-" + policy + "-" + (seed+i) + ".json"), w.toString()); }
        } catch (Exception e) { Throwable t = e; while (t.getCause() != null) t = t.getCause(); System.out.println((seed+i) + " " + t); diffs++;  }
      }
      System.out.printf("%s %s cases %d diffs %d grants %d, %.1f s%n", family, policy, cases, diffs, grants, (System.nanoTime()-t0)/1e9);
    } else if (args[0].equals("shrink")) { for (int i = 1; i < args.length; i++) { JsonNode w = mapper.readTree(Path.of(args[i]).toFile()); int[] n = {0};
 JsonNode x = Shrinking.of(w, c -> { try { n[0]++; JsonNode cc = mapper.readTree(mapper.writeValueAsString(c)); return YarnSimulation.run(cc, scratch).difference(MillraceSimulation.run(cc)).isPresent(); } catch (Exception e) { return false; } });
 System.out.println(args[i] + " " + n[0] + " tries\n" + x + "\n" + YarnSimulation.run(x, scratch).difference(MillraceSimulation.run(x)).orElse("?")); Files.writeString(Path.of(args[i].replace("diff-","small-")), x.toString()); }
 } else for (String f : args) {
      JsonNode w = mapper.readTree(Path.of(f).toFile());
      Outcome y = YarnSimulation.run(w, scratch);
      Outcome m = MillraceSimulation.run(w);
      System.out.println(f + ": grants " + y.grants().size() + " " + y.difference(m).orElse("equal"));
      Path e = Path.of(f.replace("workloads", "expected") + "l");
      if (f.contains("workloads") && Files.exists(e)) {
        List<Outcome.Grant> exp = new ArrayList<>();
        for (String line : Files.readAllLines(e)) { JsonNode n = mapper.readTree(line); exp.add(new Outcome.Grant(n.get("tick").asInt(), n.get("application").asLong(), n.get("queue").asText(), n.get("node").asText())); }
        System.out.println("   expected: " + y.difference(new Outcome(exp, List.of())).orElse("equal"));
      }
    }
    System.exit(0);
  }
}
