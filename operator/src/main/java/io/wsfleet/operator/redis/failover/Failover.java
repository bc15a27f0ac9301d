package io.wsfleet.operator.redis.failover;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Who is to be the master of a fleet's Redis, and what has to be done for it now.
 *
 * <ol>
 *   <li><b>Everybody starts held off</b>: a Redis that has just started follows nobody and takes no
 *       writes, so that one that comes back empty can do no harm. Whoever is master was made it.
 *   <li><b>Serving</b> ({@link Serving}): the others follow the master, whoever thinks to be one
 *       beside it is put down, and who has proved to have what the master has may be read at. A
 *       master that leaves, or is not in the Deployment where it belongs, hands its role over.
 *   <li><b>Loss</b> ({@link FailureDetector}): the master is lost when it runs no more, or runs
 *       anew, or is silent for too long and none of its replicas hears it either. Then the term is
 *       raised and recorded, before anything else is done.
 *   <li><b>Electing</b> ({@link Election}): all that can be reached are held off, so that none of
 *       them can still take what another has not. Only then they are compared. With what was
 *       acknowledged by {@code k} of {@code n} replicas, {@code n - k + 1} of them have all of it
 *       between them; with fewer it is waited, unless the missing ones are known to be gone. Who
 *       has most is chosen, and recorded. Where too many were lost at once and there is a disk, the
 *       one that has it is waited for, as it may have kept what the others had.
 *   <li><b>Promoting</b> ({@link Promotion}): the chosen one becomes master, the term begins in its
 *       stream, the others follow, and as many as must acknowledge show that they do. Then it is
 *       shown to the gateways, and serves.
 *   <li><b>Handing over</b> is a promotion whose former master still lives: it stops writes, the
 *       next one catches up, and nothing is lost.
 * </ol>
 *
 * Terms rise and have one master each. Planning again after the steps were taken gives no steps.
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
   * Nothing is recorded: a new fleet, or a status that somebody has wiped. A master that is there
   * stays it. Without one all that run have to answer first, as one of them may have something.
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

  /** Who has most; of those that have nothing, the one of the master's Deployment. */
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
