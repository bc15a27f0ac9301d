package io.wsfleet.operator.redis.failover;

/** One step of a failover plan: a change to one Redis, or to the pod that it runs in. */
public sealed interface FailoverStep {

  /** A step that is taken by commands to Redis. */
  sealed interface RedisStep extends FailoverStep {}

  /** Stops writes to a Redis and makes it a replica of nobody. Its data stays. */
  record Detach(RedisNode node) implements RedisStep {}

  /** Makes a Redis the master, and disconnects its readers. */
  record Promote(RedisNode node) implements RedisStep {}

  /** Begins a term in the stream, or a new stream if there is none. */
  record StartTerm(RedisNode master, long term, int minInSyncReplicas) implements RedisStep {}

  /** Makes a Redis a replica of the master. If it was a master, its clients are disconnected. */
  record Follow(RedisNode node, RedisNode master) implements RedisStep {}

  /** Stops writes at the master, waits until the next master has all of them, and promotes it. */
  record HandOver(RedisNode from, RedisNode to) implements RedisStep {}

  /** Writes into the master on how many replicas a message must be. */
  record SetMinInSyncReplicas(RedisNode master, int replicas) implements RedisStep {}

  /** Tells the gateways the address of the master, before its Service changes. */
  record AnnounceMaster(RedisNode master) implements RedisStep {}

  /** Sets the role labels and the condition of a pod, by the API server. */
  record UpdatePod(RedisNode node, PodRole podRole) implements FailoverStep {}
}
