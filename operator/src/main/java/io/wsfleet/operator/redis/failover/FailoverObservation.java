package io.wsfleet.operator.redis.failover;

import io.wsfleet.operator.api.spec.Fsync;
import io.wsfleet.operator.api.status.RedisStatus;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of the fleet's Redis at one moment.
 *
 * @param recorded what an operator has decided before; null for a new fleet
 * @param nodes all pods that Kubernetes lists
 * @param replicas how many the spec asks for
 * @param minInSyncReplicas on how many of them a message is to be before its sender is told
 * @param fsync when the one of the master's Deployment brings what it has to its disk; null for
 *     never
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
