package io.wsfleet.operator.redis.failover;

import io.wsfleet.operator.api.spec.Fsync;
import io.wsfleet.operator.api.status.RedisStatus;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The facts of one moment that a failover is planned from.
 *
 * @param recorded the last decision; null for a new fleet
 * @param nodes every Redis pod
 * @param replicas the number in the spec
 * @param minInSyncReplicas on how many of them a message must be before it is acknowledged
 * @param fsync when the Redis with the disk writes to it; null without a disk
 */
public record FailoverObservation(
    Instant now,
    @Nullable RedisStatus recorded,
    List<RedisNode> nodes,
    int replicas,
    int minInSyncReplicas,
    @Nullable Fsync fsync) {

  public FailoverObservation {
    nodes = nodes.stream().sorted(Comparator.comparing(RedisNode::pod)).toList();
  }

  FailoverObservation withRecord(RedisStatus record) {
    return new FailoverObservation(now, record, nodes, replicas, minInSyncReplicas, fsync);
  }

  Optional<RedisNode> node(@Nullable String pod) {
    return nodes.stream().filter(n -> n.pod().equals(pod)).findFirst();
  }

  List<RedisNode> reachableNodes() {
    return nodes.stream().filter(n -> n.reachable().isPresent()).toList();
  }
}
