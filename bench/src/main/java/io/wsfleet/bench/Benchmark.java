package io.wsfleet.bench;

import io.wsfleet.bench.peer.Peer;
import io.wsfleet.bench.peer.Placeholders;
import io.wsfleet.bench.report.Results.PeerResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Measures one peer after the other. */
record Benchmark(Path root, Options options, Consumer<String> progress) {

  List<PeerResult> run() {
    return options.peers().stream().map(this::measure).toList();
  }

  private PeerResult measure(String name) {
    Path folder = root.resolve("bench/peers");
    Peer peer = Peer.read(folder, name);
    Placeholders placeholders =
        new Placeholders(
            Map.of(
                "java", Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "gateway", options.gateway().toString(),
                "peer", folder.resolve(name).toString()));
    Optional<String> missing = peer.missing(placeholders);
    if (missing.isPresent()) {
      progress.accept(name + ": not measured, " + missing.get());
      List<String> failures = options.require() ? List.of("it was required") : List.of();
      return new PeerResult(name, peer.title(), peer.command(), missing.get(), List.of(), failures);
    }
    var result =
        new PeerResult(
            name, peer.title(), peer.command(), null, new ArrayList<>(), new ArrayList<>());
    new PeerRun(peer, placeholders, root.resolve("bench/target/logs"), options, result, progress)
        .run();
    return result;
  }
}
