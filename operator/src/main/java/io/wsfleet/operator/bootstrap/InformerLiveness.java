package io.wsfleet.operator.bootstrap;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides whether the informers have failed for good, so that only another start helps: without
 * them the operator decides from what was true long ago. An informer reconnects by itself, so that
 * an API server that does not answer is no failure of it.
 */
final class InformerLiveness {

  /** The state of one informer. */
  record Informer(String name, boolean isRunning, boolean isWatching) {}

  static final Duration STOPPED_TIMEOUT = Duration.ofSeconds(60);
  static final Duration NOT_WATCHING_TIMEOUT = Duration.ofMinutes(5);

  private final Map<String, Instant> failingSince = new HashMap<>();

  /**
   * To be called every few seconds.
   *
   * @param isServerAnswering whether the API server answers; if not, nothing can be watched
   * @return a sentence about an informer that has failed; empty if there is none
   */
  synchronized Optional<String> failure(
      List<Informer> informers, boolean isServerAnswering, Instant now) {
    var failing = new HashMap<String, Duration>();
    for (var informer : informers) {
      if (!informer.isRunning()) {
        failing.put("The informer of %s has stopped".formatted(informer.name()), STOPPED_TIMEOUT);
      } else if (!informer.isWatching() && isServerAnswering) {
        failing.put(
            "The informer of %s does not watch".formatted(informer.name()), NOT_WATCHING_TIMEOUT);
      }
    }
    failingSince.keySet().retainAll(new HashSet<>(failing.keySet()));
    failing.keySet().forEach(name -> failingSince.putIfAbsent(name, now));
    return failing.entrySet().stream()
        .filter(e -> !since(e.getKey(), now).plus(e.getValue()).isAfter(now))
        .map(Map.Entry::getKey)
        .sorted()
        .findFirst();
  }

  private Instant since(String name, Instant now) {
    return failingSince.getOrDefault(name, now);
  }
}
