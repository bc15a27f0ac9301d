package io.wsfleet.operator.redis.failover;

/** Something to be done to one Redis, or to what Kubernetes knows of it. */
public sealed interface Step {

  /** Lets nobody write there, and has it follow nobody. It keeps what it has. */
  record HoldOff(Node node) implements Step {}

  /** Makes it the master, and sends away whoever reads there. */
  record Promote(Node node) implements Step {}

  /** Begins a term in the stream, or a new stream where there is none. */
  record Begin(Node master, long term, int acknowledgedBy) implements Step {}

  /** Has it follow the master; where it was one itself its clients are sent away afterwards. */
  record Follow(Node node, Node master) implements Step {}

  /** Stops writes at the one, waits until the other has them all, and promotes that. */
  record HandOver(Node from, Node to) implements Step {}

  /** Tells the gateways on how many replicas a message must be. */
  record Acknowledge(Node master, int replicas) implements Step {}

  /** Tells the gateways where the master is, sooner than its Service does. */
  record Announce(Node master) implements Step {}

  /** Tells Kubernetes what the pod is. */
  record Show(Node node, Standing standing) implements Step {}
}
