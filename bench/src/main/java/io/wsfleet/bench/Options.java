package io.wsfleet.bench;

import io.wsfleet.bench.scenario.RunPlan;
import io.wsfleet.bench.scenario.Scenarios;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The command line options of the benchmark. */
record Options(
    List<String> peers,
    List<String> scenarios,
    RunPlan runPlan,
    String kind,
    boolean require,
    boolean writeDocs,
    Path gateway,
    @Nullable Path json,
    @Nullable Path svg) {

  private static final List<String> OUR_PEERS =
      List.of("wsfleet", "wsfleet-pubsub", "socketio4", "netty-socketio");
  private static final List<String> SHORT_PEERS = List.of("wsfleet", "socketio4");
  private static final List<String> SHORT_SCENARIOS = List.of("bmax", "bopen", "ropen", "echo");

  /** Reads the arguments; the gateway's jar is below {@code root} unless they name another. */
  static Options parse(Path root, List<String> arguments) {
    boolean isShort = arguments.contains("--short");
    List<String> all = allPeers(root.resolve("bench/peers"));
    List<String> peers = isShort ? SHORT_PEERS : all;
    List<String> scenarios = isShort ? SHORT_SCENARIOS : List.copyOf(Scenarios.all().keySet());
    Path gateway = root.resolve("gateway/target/wsfleet-gateway.jar");
    Path json = null;
    Path svg = null;
    var left = new ArrayList<>(arguments);
    while (!left.isEmpty()) {
      String option = left.remove(0);
      switch (option) {
        case "--short", "--require", "--write-docs" -> {}
        case "--peers" -> peers = known(option, value(option, left), all);
        case "--scenarios" ->
            scenarios = known(option, value(option, left), List.copyOf(Scenarios.all().keySet()));
        case "--gateway" -> gateway = Path.of(value(option, left)).toAbsolutePath();
        case "--json" -> json = Path.of(value(option, left));
        case "--svg" -> svg = Path.of(value(option, left));
        default -> throw new IllegalArgumentException(option + " is not an option");
      }
    }
    boolean isFull = peers.equals(all) && scenarios.size() == Scenarios.all().size();
    String kind = isShort ? "short" : isFull ? "full" : "partial";
    return new Options(
        peers,
        scenarios,
        isShort ? RunPlan.SHORT : RunPlan.FULL,
        kind,
        arguments.contains("--require"),
        arguments.contains("--write-docs"),
        gateway,
        json,
        svg);
  }

  /** The known peers in the order of the table, then every other directory in {@code peers}. */
  private static List<String> allPeers(Path folder) {
    File[] others = folder.toFile().listFiles(each -> new File(each, "peer.json").isFile());
    return Stream.concat(
            OUR_PEERS.stream(),
            Arrays.stream(others == null ? new File[0] : others).map(File::getName).sorted())
        .distinct()
        .toList();
  }

  private static String value(String option, List<String> left) {
    if (left.isEmpty()) {
      throw new IllegalArgumentException(option + " wants a value");
    }
    return left.remove(0);
  }

  private static List<String> known(String option, String value, List<String> all) {
    List<String> chosen = Arrays.asList(value.split(",", -1));
    for (String each : chosen) {
      if (!all.contains(each)) {
        throw new IllegalArgumentException(
            option + " knows no " + each + "; there are " + String.join(", ", all));
      }
    }
    return chosen;
  }
}
