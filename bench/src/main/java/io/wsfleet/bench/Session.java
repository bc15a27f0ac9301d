package io.wsfleet.bench;

import io.wsfleet.bench.peer.Peer;
import io.wsfleet.bench.peer.Place;
import io.wsfleet.bench.report.Results.OfPeer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** One peer after the other. */
record Session(Path root, Options options, Consumer<String> progress) {

  List<OfPeer> run() {
    return options.peers().stream().map(this::measure).toList();
  }

  private OfPeer measure(String name) {
    Path folder = root.resolve("bench/peers");
    Peer peer = Peer.read(folder, name);
    Place place =
        new Place(
            Map.of(
                "java", Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "gateway", options.gateway().toString(),
                "peer", folder.resolve(name).toString()));
    Optional<String> missing = peer.missing(place);
    if (missing.isPresent()) {
      progress.accept(name + ": not measured, " + missing.get());
      List<String> failures = options.require() ? List.of("it was required") : List.of();
      return new OfPeer(name, peer.title(), peer.command(), missing.get(), List.of(), failures);
    }
    var found =
        new OfPeer(name, peer.title(), peer.command(), null, new ArrayList<>(), new ArrayList<>());
    new Visit(peer, place, root.resolve("bench/target/logs"), options, found, progress).run();
    return found;
  }
}
