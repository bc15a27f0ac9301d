package io.wsfleet.gateway.cluster;

import io.wsfleet.gateway.limits.TokenBucket;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Caches the addresses of other gateways by tag. Session ids come from clients, so invented tags
 * must cost little and must not evict known gateways:
 *
 * <ul>
 *   <li>A known gateway is used at once, and looked up again while it is in use. It stays known for
 *       {@link #GRACE_MILLIS} after it was last found in the registry, since a registry that was
 *       lost is filled again by then; and as long as the registry is unavailable.
 *   <li>An unknown tag is remembered for {@link #UNKNOWN_TTL_MILLIS}.
 *   <li>Lookups of all other tags are limited in number per second.
 *   <li>An unreachable gateway is not tried again for {@link #UNREACHABLE_MILLIS}.
 * </ul>
 *
 * <p>Times are milliseconds of any clock that never goes back. Thread-safe.
 */
final class PeerCache {
  static final long REFRESH_MILLIS = 5_000;
  static final long GRACE_MILLIS = 30_000;
  static final long UNKNOWN_TTL_MILLIS = 2_000;
  static final long UNREACHABLE_MILLIS = 2_000;
  static final int MAX_TAGS = 4096;

  private final TokenBucket lookupLimit;
  private final Map<String, CachedPeer> known = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<String, Long> unknown = new LinkedHashMap<>();

  PeerCache(int lookupsPerSecond, long now) {
    this.lookupLimit = new TokenBucket(lookupsPerSecond, lookupsPerSecond, now);
  }

  sealed interface CacheResult {
    /** The gateway, and whether it should be looked up again. */
    record Hit(Peer peer, boolean shouldRefresh) implements CacheResult {}

    record Miss() implements CacheResult {}

    record UnknownTag() implements CacheResult {}

    /** Too many lookups of unknown tags. */
    record LookupLimitReached() implements CacheResult {}

    /** It could not be reached a moment ago. */
    record Unreachable() implements CacheResult {}
  }

  synchronized CacheResult find(String tag, long now) {
    CachedPeer cachedPeer = known.get(tag);
    if (cachedPeer != null) {
      return find(cachedPeer, now);
    }
    Long until = unknown.get(tag);
    if (until != null && now < until) {
      return new CacheResult.UnknownTag();
    }
    return lookupLimit.tryAcquire(1, now)
        ? new CacheResult.Miss()
        : new CacheResult.LookupLimitReached();
  }

  private static CacheResult find(CachedPeer cachedPeer, long now) {
    if (now < cachedPeer.unreachableUntil) {
      return new CacheResult.Unreachable();
    }
    boolean shouldRefresh = now >= cachedPeer.refreshAt;
    if (shouldRefresh) {
      cachedPeer.refreshAt = now + REFRESH_MILLIS;
    }
    return new CacheResult.Hit(cachedPeer.peer, shouldRefresh);
  }

  /** Updates the cache with the result of a lookup that succeeded. */
  synchronized void update(String tag, @Nullable Peer peer, long now) {
    CachedPeer cachedPeer = known.get(tag);
    if (peer == null) {
      if (cachedPeer == null || now - cachedPeer.seenAt >= GRACE_MILLIS) {
        known.remove(tag);
        unknown.put(tag, now + UNKNOWN_TTL_MILLIS);
        evictEldest(unknown);
      }
      return;
    }
    unknown.remove(tag);
    if (cachedPeer != null && cachedPeer.peer.equals(peer)) {
      cachedPeer.seenAt = now;
    } else {
      known.put(tag, new CachedPeer(peer, now));
      evictEldest(known);
    }
  }

  /** Returns whether it was considered reachable until now. */
  synchronized boolean markUnreachable(String tag, long now) {
    CachedPeer cachedPeer = known.get(tag);
    if (cachedPeer == null || now < cachedPeer.unreachableUntil) {
      return false;
    }
    cachedPeer.unreachableUntil = now + UNREACHABLE_MILLIS;
    return true;
  }

  private static void evictEldest(Map<String, ?> tags) {
    if (tags.size() > MAX_TAGS) {
      Iterator<String> eldest = tags.keySet().iterator();
      eldest.next();
      eldest.remove();
    }
  }

  private static final class CachedPeer {
    private final Peer peer;
    private long seenAt;
    private long refreshAt;
    private long unreachableUntil;

    CachedPeer(Peer peer, long now) {
      this.peer = peer;
      this.seenAt = now;
      this.refreshAt = now + REFRESH_MILLIS;
      this.unreachableUntil = now;
    }
  }
}
