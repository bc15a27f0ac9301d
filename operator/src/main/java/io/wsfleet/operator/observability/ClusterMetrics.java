package io.wsfleet.operator.observability;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.wsfleet.operator.api.WebSocketCluster;
import io.wsfleet.operator.api.status.Condition;
import io.wsfleet.operator.api.status.RedisPhase;
import io.wsfleet.operator.api.status.RedisStatus;
import io.wsfleet.operator.api.status.WebSocketClusterStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The metrics of the Redis and the bus of each fleet. They are removed with the fleet. */
public final class ClusterMetrics {

  private final MeterRegistry registry;
  private final Map<String, ClusterMeters> clusters = new ConcurrentHashMap<>();

  ClusterMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /**
   * @param pods existing Redis pods
   * @param inSync those with all data of the master, the master included
   */
  public void update(
      WebSocketCluster cluster, WebSocketClusterStatus status, int pods, int inSync) {
    meters(cluster).update(status, pods, inSync, 1 + cluster.effectiveSpec().redis().replicas());
  }

  /** The number of passwords that its Redis accepts. */
  public void updatePasswords(WebSocketCluster cluster, int count) {
    meters(cluster).passwords.set(count);
  }

  public void forget(WebSocketCluster cluster) {
    var former = clusters.remove(cluster.namespacedName());
    if (former != null) {
      former.meters.forEach(registry::remove);
    }
  }

  private ClusterMeters meters(WebSocketCluster cluster) {
    return clusters.computeIfAbsent(cluster.namespacedName(), name -> new ClusterMeters(cluster));
  }

  private final class ClusterMeters {
    private final Tags tags;
    private final List<Meter> meters = new ArrayList<>();
    private final AtomicLong serving;
    private final AtomicLong electing;
    private final AtomicLong term;
    private final AtomicLong phaseSince;
    private final AtomicLong pods;
    private final AtomicLong inSync;
    private final AtomicLong desiredPods;
    private final AtomicLong minInSyncReplicas;
    private final AtomicLong passwords;
    private final AtomicLong busReady;
    private final Counter failovers;
    private final Counter dataLosses;
    private @Nullable RedisStatus last;

    ClusterMeters(WebSocketCluster cluster) {
      tags =
          Tags.of(
              "namespace",
              cluster.getMetadata().getNamespace(),
              "name",
              cluster.getMetadata().getName());
      serving = gauge("wsfleet.redis.serving", "1 while Redis has a master that serves");
      electing = gauge("wsfleet.redis.electing", "1 while a new master is being elected");
      term = gauge("wsfleet.redis.term", "Rises with each new master");
      phaseSince =
          gauge(
              "wsfleet.redis.since.timestamp.seconds",
              "When the present phase began: the master was promoted, or it was lost; in seconds"
                  + " since 1970");
      pods = gauge("wsfleet.redis.pods", "Existing Redis pods");
      inSync =
          gauge(
              "wsfleet.redis.in.sync",
              "Redis pods that have all data of the master, the master included");
      desiredPods = gauge("wsfleet.redis.pods.wanted", "Desired Redis pods");
      minInSyncReplicas =
          gauge(
              "wsfleet.redis.min.in.sync.replicas",
              "On how many replicas a message must be before it is acknowledged");
      passwords =
          gauge(
              "wsfleet.redis.passwords",
              "Passwords that Redis accepts; 1 when no change is in progress");
      busReady = gauge("wsfleet.bus.ready", "1 while every gateway receives from every gateway");
      failovers = counter("wsfleet.redis.failovers", "Failovers: how often a master was lost");
      dataLosses =
          counter("wsfleet.redis.losses", "How often acknowledged messages may have been lost");
    }

    synchronized void update(
        WebSocketClusterStatus status, int podCount, int inSyncCount, int desiredCount) {
      pods.set(podCount);
      inSync.set(inSyncCount);
      desiredPods.set(desiredCount);
      busReady.set(status.condition("BusReady").filter(Condition::holds).isPresent() ? 1 : 0);
      var redis = status.redis();
      serving.set(redis != null && redis.phase() == RedisPhase.Serving ? 1 : 0);
      electing.set(redis != null && redis.phase() == RedisPhase.Electing ? 1 : 0);
      if (redis != null) {
        term.set(redis.term());
        phaseSince.set(Instant.parse(redis.since()).getEpochSecond());
        minInSyncReplicas.set(redis.minInSyncReplicas());
        countChanges(redis);
      }
    }

    /** What happened before this operator became the leader was counted by the one before. */
    private void countChanges(RedisStatus redis) {
      var before = last;
      last = redis;
      if (before == null) {
        return;
      }
      if (!Objects.equals(before.failedOverAt(), redis.failedOverAt())) {
        failovers.increment();
      }
      if (redis.dataLoss() != null && !redis.dataLoss().equals(before.dataLoss())) {
        dataLosses.increment();
      }
    }

    private AtomicLong gauge(String name, String description) {
      var value = new AtomicLong();
      meters.add(
          Gauge.builder(name, value, AtomicLong::get)
              .description(description)
              .tags(tags)
              .register(registry));
      return value;
    }

    private Counter counter(String name, String description) {
      var counter = Counter.builder(name).description(description).tags(tags).register(registry);
      meters.add(counter);
      return counter;
    }
  }
}
