package io.wsfleet.operator.redis.failover;

import io.wsfleet.operator.api.Fsync;
import io.wsfleet.operator.api.RedisStatus;
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
 * @param acknowledgedBy on how many of them a message is to be before its sender is told
 * @param disk when the one of the master's Deployment brings what it has to its disk; null for
 *     never
 */
public record Observation(
    Instant now,
    @Nullable RedisStatus recorded,
    List<Node> nodes,
    int replicas,
    int acknowledgedBy,
    @Nullable Fsync disk) {

  public Observation {
    nodes = nodes.stream().sorted(Comparator.comparing(Node::pod)).toList();
  }

  Observation recording(RedisStatus record) {
    return new Observation(now, record, nodes, replicas, acknowledgedBy, disk);
  }

  Optional<Node> node(@Nullable String pod) {
    return nodes.stream().filter(n -> n.pod().equals(pod)).findFirst();
  }

  List<Node> answering() {
    return nodes.stream().filter(n -> n.answer().isPresent()).toList();
  }
}
