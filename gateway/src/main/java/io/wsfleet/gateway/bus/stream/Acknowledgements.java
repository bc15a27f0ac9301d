package io.wsfleet.gateway.bus.stream;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Acknowledges written messages once enough replicas have them: creates the {@code WAIT} that
 * follows each batch, and decides from its reply. See {@link ReplicaAckPolicy} for how long to wait
 * while replicas are late. Runs on the event loop of the bus.
 */
final class Acknowledgements {
  private static final Logger LOG = Logger.getLogger("io.wsfleet.bus");

  private final ReplicaAckPolicy policy;
  private final PublishOutbox outbox;
  private final LongAdder lateAcks;
  private boolean warnedOfLateReplicas;

  Acknowledgements(ReplicaAckPolicy policy, PublishOutbox outbox, LongAdder lateAcks) {
    this.policy = policy;
    this.outbox = outbox;
    this.lateAcks = lateAcks;
  }

  /** There is a new connection, on which nothing has been written yet. */
  void reset(@Nullable String requiredReplicas) {
    policy.reset(replicaCount(requiredReplicas));
  }

  /** How many replicas must have a message; 0 if the master alone is enough. */
  int requiredReplicas() {
    return policy.requiredReplicas();
  }

  /** Whether the next batch must wait until the replicas have the last one. */
  boolean holdsBack(long now) {
    return policy.holdsBack(now);
  }

  Request waitRequest(long now) {
    return Request.cmd(Command.WAIT).arg(policy.requiredReplicas()).arg(policy.waitMillis(now));
  }

  /**
   * Handles the reply to a batch, and returns the messages that are acknowledged by it.
   *
   * @param requiredReplicas what the master requires now
   * @param wasAwaited whether the batch waited for replicas
   * @param replicas how many replicas have everything that was written
   */
  List<PendingPublish> onReply(
      @Nullable String requiredReplicas, boolean wasAwaited, int replicas, long sentAt) {
    policy.setRequiredReplicas(replicaCount(requiredReplicas));
    if (policy.isSatisfiedBy(replicas)) {
      policy.onAcknowledged();
      warnedOfLateReplicas = false;
      return outbox.acknowledgeWritten();
    }
    if (wasAwaited) {
      policy.onLate(sentAt);
      lateAcks.increment();
      warnOfLateReplicas(replicas);
    }
    return List.of();
  }

  /** Reads the field of the head; text that is not a number counts as one replica. */
  static int replicaCount(@Nullable String text) {
    try {
      return text == null ? 0 : Math.max(0, Integer.parseInt(text));
    } catch (NumberFormatException notANumber) {
      // Whoever wrote it wanted acknowledgements; one replica is the least it can mean.
      return 1;
    }
  }

  private void warnOfLateReplicas(int replicas) {
    if (!warnedOfLateReplicas) {
      warnedOfLateReplicas = true;
      LOG.warnf(
          "event=replicas-late acknowledged=%d required=%d; messages are delivered, and"
              + " acknowledged once the replicas have them",
          replicas, policy.requiredReplicas());
    }
  }
}
