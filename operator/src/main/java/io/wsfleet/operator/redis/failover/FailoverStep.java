package io.wsfleet.operator.redis.failover;

/** Something to be done to one Redis, or to what Kubernetes knows of it. */
public sealed interface FailoverStep {

  /** Lets nobody write there, and has it follow nobody. It keeps what it has. */
  record Detach(RedisNode node) implements FailoverStep {}

  /** Makes it the master, and sends away whoever reads there. */
  record Promote(RedisNode node) implements FailoverStep {}

  /** Begins a term in the stream, or a new stream where there is none. */
  record StartTerm(RedisNode master, long term, int minInSyncReplicas) implements FailoverStep {}

  /** Has it follow the master; where it was one itself its clients are sent away afterwards. */
  record Follow(RedisNode node, RedisNode master) implements FailoverStep {}

  /** Stops writes at the one, waits until the other has them all, and promotes that. */
  record HandOver(RedisNode from, RedisNode to) implements FailoverStep {}

  /** Tells the gateways on how many replicas a message must be. */
  record SetMinInSyncReplicas(RedisNode master, int replicas) implements FailoverStep {}

  /** Tells the gateways where the master is, sooner than its Service does. */
  record AnnounceMaster(RedisNode master) implements FailoverStep {}

  /** Tells Kubernetes what the pod is. */
  record UpdatePod(RedisNode node, PodRole podRole) implements FailoverStep {}
}
