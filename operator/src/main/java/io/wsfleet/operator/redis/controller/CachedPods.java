package io.wsfleet.operator.redis.controller;

import io.fabric8.kubernetes.api.model.Pod;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.wsfleet.operator.api.WebSocketCluster;
import io.wsfleet.operator.kube.client.FleetPods;
import io.wsfleet.operator.redis.RedisPods;
import io.wsfleet.operator.redis.client.RedisPod;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The Redis pods of the reconciled WebSocketCluster, as the informer has them. */
public final class CachedPods {

  private CachedPods() {}

  public static List<Pod> running(Context<WebSocketCluster> context) {
    return RedisPods.running(FleetPods.list(context).stream());
  }

  /** Those of lost nodes; see {@link RedisPods#isAbandoned}. */
  public static Set<String> abandoned(Context<WebSocketCluster> context, Instant now) {
    return running(context).stream()
        .filter(pod -> RedisPods.isAbandoned(pod, now))
        .map(pod -> pod.getMetadata().getName())
        .collect(Collectors.toUnmodifiableSet());
  }

  static Optional<Pod> find(String name, Context<WebSocketCluster> context) {
    return running(context).stream()
        .filter(p -> p.getMetadata().getName().equals(name))
        .findFirst();
  }

  public static List<RedisPod> addresses(Context<WebSocketCluster> context) {
    return running(context).stream()
        .map(p -> new RedisPod(p.getMetadata().getName(), RedisPods.address(p)))
        .toList();
  }
}
