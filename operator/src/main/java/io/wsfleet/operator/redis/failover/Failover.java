package io.wsfleet.operator.redis.failover;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Decides which Redis of a fleet is the master, and the steps that lead there.
 *
 * <ol>
 *   <li><b>Detached start</b>: a Redis that has just started follows nobody and accepts no writes,
 *       so that one that comes back empty can do no harm. Only a promotion makes a master.
 *   <li><b>Serving</b> ({@link Serving}): the others follow the master, a second master is demoted,
 *       and a replica that is in sync may be read. A master that terminates, or that is not in the
 *       preferred Deployment, hands its role over.
 *   <li><b>Loss</b> ({@link FailureDetector}): the master is lost when its Redis has ended or was
 *       restarted, or when it does not answer for too long and none of its replicas receives
 *       anything from it. Then the next term is recorded, before anything else is done.
 *   <li><b>Electing</b> ({@link Election}): every reachable Redis is detached, so that none can
 *       accept what another does not have. Only then they are compared. If {@code k} of {@code n}
 *       replicas have acknowledged a message, {@code n - k + 1} of them together have every
 *       message; with fewer the operator waits, unless the missing ones are known to be gone. The
 *       one with most data is chosen, and recorded. If too many were lost at the same time and
 *       there is a disk, the operator waits for the Redis with the disk.
 *   <li><b>Promoting</b> ({@link Promotion}): the chosen one becomes master, the term begins in its
 *       stream, the others follow, and as many as must acknowledge prove that they do. Then its pod
 *       gets the role, and it serves.
 *   <li><b>Handing over</b> is a promotion whose former master still runs: it stops writes, the
 *       next one catches up, and nothing is lost.
 * </ol>
 *
 * Terms rise, and each has one master. A plan that is made again after its steps has no steps.
 */
public final class Failover {

  private Failover() {}

  public static FailoverPlan plan(
      FailoverObservation observation, FailoverTimeouts failoverTimeouts) {
    var recorded = observation.recorded();
    if (recorded == null) {
      return adopt(observation, failoverTimeouts);
    }
    return switch (recorded.phase()) {
      case Serving -> new Serving(observation, recorded, failoverTimeouts).plan();
      case Electing -> new Election(observation, recorded, failoverTimeouts).plan();
      case Promoting -> new Promotion(observation, recorded, failoverTimeouts).plan();
    };
  }

  /**
   * There is no record: the fleet is new, or its status was removed. An existing master stays.
   * Without one every running Redis has to answer first, since one of them may have data.
   */
  private static FailoverPlan adopt(
      FailoverObservation observation, FailoverTimeouts failoverTimeouts) {
    var initialTerm = new InitialTerm(observation);
    var presentMaster =
        observation.reachableNodes().stream()
            .filter(RedisNode::isMaster)
            .max(Comparator.comparing(Failover::streamTip));
    if (presentMaster.isPresent()) {
      return plan(
          observation.withRecord(initialTerm.create(presentMaster.get())), failoverTimeouts);
    }
    var unanswered = unansweredNode(observation, failoverTimeouts);
    if (unanswered.isPresent()) {
      return new FailoverPlan(
          null,
          List.of(),
          unanswered.get().pod() + " has not answered yet.",
          FailoverTimeouts.RECHECK_DELAY);
    }
    return chooseMaster(observation)
        .filter(n -> n.preferred() || streamTip(n).compareTo(StreamTip.NONE) > 0)
        .map(
            redisNode ->
                plan(observation.withRecord(initialTerm.create(redisNode)), failoverTimeouts))
        .orElse(
            new FailoverPlan(
                null,
                List.of(),
                "The first Redis has not started yet.",
                FailoverTimeouts.RECHECK_DELAY));
  }

  private static Optional<RedisNode> unansweredNode(
      FailoverObservation observation, FailoverTimeouts failoverTimeouts) {
    return observation.nodes().stream()
        .filter(
            n ->
                n.state() instanceof RedisState.Unreachable unreachable
                    && unreachable
                        .since()
                        .plus(failoverTimeouts.waitTimeout())
                        .isAfter(observation.now()))
        .findFirst();
  }

  /** The one with most data; without any data the one of the preferred Deployment. */
  static Optional<RedisNode> chooseMaster(FailoverObservation observation) {
    return observation.reachableNodes().stream()
        .max(
            Comparator.comparing(Failover::streamTip)
                .thenComparing(n -> !n.terminating())
                .thenComparing(RedisNode::preferred)
                .thenComparing(Comparator.comparing(RedisNode::pod).reversed()));
  }

  static StreamTip streamTip(RedisNode redisNode) {
    return redisNode.reachable().map(RedisState.Reachable::streamTip).orElse(StreamTip.NONE);
  }
}
