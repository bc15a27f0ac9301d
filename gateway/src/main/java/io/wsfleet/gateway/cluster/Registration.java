package io.wsfleet.gateway.cluster;

import io.vertx.core.Vertx;
import io.wsfleet.contract.redis.RedisKeys;
import io.wsfleet.gateway.bus.Leases;
import io.wsfleet.gateway.engineio.protocol.IdGenerator;
import io.wsfleet.gateway.log.LogText;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Registers this gateway: a lease from its tag to the address at which the others reach it, renewed
 * well before it expires. If another gateway has the same tag, this one registers with a new tag;
 * sessions under the old one are still served here, but the others no longer find them.
 */
public final class Registration {
  private static final Logger LOG = Logger.getLogger("io.wsfleet.peers");
  private static final long LEASE_MILLIS = PeerCache.GRACE_MILLIS;
  private static final long RENEW_MILLIS = LEASE_MILLIS / 3;
  private static final long RETRY_MILLIS = 200;
  private static final int FAILURES_BEFORE_WARNING = 50;

  private final Vertx vertx;
  private final Leases leases;
  private final Peer self;
  private final RandomGenerator random;
  private final Set<String> tags = ConcurrentHashMap.newKeySet();
  private int failures;
  private volatile String tag;
  private volatile boolean registered;
  private volatile boolean closed;

  public Registration(Vertx vertx, Leases leases, Peer self, RandomGenerator random) {
    this.vertx = vertx;
    this.leases = leases;
    this.self = self;
    this.random = random;
    this.tag = IdGenerator.newGatewayTag(random);
    tags.add(tag);
  }

  public void start() {
    renew();
  }

  /** The tag for new sessions. */
  public String tag() {
    return tag;
  }

  /** Whether this gateway holds the sessions of this tag. */
  boolean isOurs(String anyTag) {
    return tags.contains(anyTag);
  }

  /** Whether it has been registered at least once. */
  public boolean isRegistered() {
    return registered;
  }

  /** Releases the lease, so that nothing is forwarded to this gateway any more. */
  public CompletionStage<Boolean> close() {
    closed = true;
    return leases.release(key(tag), self.toString());
  }

  static String key(String tag) {
    return RedisKeys.gateway(tag);
  }

  private void renew() {
    if (!closed) {
      leases.acquire(key(tag), self.toString(), LEASE_MILLIS).whenComplete(this::onRenewed);
    }
  }

  private void onRenewed(@Nullable Boolean acquired, @Nullable Throwable failure) {
    if (Boolean.TRUE.equals(acquired)) {
      failures = 0;
      if (!registered) {
        registered = true;
        LOG.infof("event=registered tag=%s address=%s", tag, LogText.safe(self.toString()));
      }
      vertx.setTimer(RENEW_MILLIS, id -> renew());
    } else if (failure == null) {
      LOG.warnf("event=tag-taken tag=%s; registering with another tag", tag);
      tag = IdGenerator.newGatewayTag(random);
      tags.add(tag);
      renew();
    } else {
      // The connection logs that Redis is unavailable; at the start that is normal for a moment.
      if (++failures == FAILURES_BEFORE_WARNING) {
        LOG.warnf(
            "event=not-registered reason=\"%s\"; retrying",
            LogText.safe(String.valueOf(failure.getMessage())));
      }
      vertx.setTimer(RETRY_MILLIS, id -> renew());
    }
  }
}
