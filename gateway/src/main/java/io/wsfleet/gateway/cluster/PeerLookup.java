package io.wsfleet.gateway.cluster;

import io.wsfleet.gateway.bus.Leases;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Finds the gateway of a tag, in the cache or else in the registry. */
final class PeerLookup {
  private final PeerCache cache;
  private final Leases leases;
  private final LongSupplier clock;
  private final ConcurrentHashMap<String, CompletableFuture<LookupResult>> pending =
      new ConcurrentHashMap<>();

  PeerLookup(PeerCache peerCache, Leases leases, LongSupplier clock) {
    this.cache = peerCache;
    this.leases = leases;
    this.clock = clock;
  }

  /** A gateway, or why there is none. */
  sealed interface LookupResult {
    record Found(Peer peer) implements LookupResult {}

    record Missing(ForwardFailure reason) implements LookupResult {}
  }

  CompletionStage<LookupResult> find(String tag) {
    PeerCache.CacheResult cached = cache.find(tag, clock.getAsLong());
    if (cached instanceof PeerCache.CacheResult.Hit hit) {
      if (hit.shouldRefresh()) {
        lookUp(tag);
      }
      return CompletableFuture.completedStage(new LookupResult.Found(hit.peer()));
    }
    if (cached instanceof PeerCache.CacheResult.Miss || pending.containsKey(tag)) {
      return lookUp(tag);
    }
    return CompletableFuture.completedStage(new LookupResult.Missing(ForwardFailure.of(cached)));
  }

  /** Returns whether it was considered reachable until now. */
  boolean markUnreachable(String tag) {
    return cache.markUnreachable(tag, clock.getAsLong());
  }

  private CompletionStage<LookupResult> lookUp(String tag) {
    CompletableFuture<LookupResult> answer = new CompletableFuture<>();
    CompletableFuture<LookupResult> running = pending.putIfAbsent(tag, answer);
    if (running != null) {
      return running;
    }
    leases
        .find(Registration.key(tag))
        .whenComplete(
            (value, failure) -> {
              LookupResult lookupResult = failure == null ? onFound(tag, value) : onUnavailable();
              pending.remove(tag);
              answer.complete(lookupResult);
            });
    return answer;
  }

  private LookupResult onFound(String tag, Optional<String> value) {
    @Nullable Peer peer = value.map(Peer::parse).orElse(null);
    cache.update(tag, peer, clock.getAsLong());
    return peer == null
        ? new LookupResult.Missing(ForwardFailure.UNKNOWN_GATEWAY)
        : new LookupResult.Found(peer);
  }

  private static LookupResult onUnavailable() {
    return new LookupResult.Missing(ForwardFailure.REGISTRY_UNAVAILABLE);
  }
}
