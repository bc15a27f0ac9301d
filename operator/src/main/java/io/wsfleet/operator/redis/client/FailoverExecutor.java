package io.wsfleet.operator.redis.client;

import io.wsfleet.contract.redis.MasterCommands;
import io.wsfleet.operator.redis.failover.FailoverStep;
import io.wsfleet.operator.redis.failover.FailoverStep.RedisStep;
import io.wsfleet.operator.redis.failover.RedisNode;
import io.wsfleet.operator.redis.failover.RedisState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the steps of a failover plan that are commands to Redis, each within a time limit. The
 * commands of a step are sent together, over the connection of the {@link RedisMonitor}: it is the
 * only one that CLIENT KILL does not close.
 */
public final class FailoverExecutor {

  private static final Logger log = LoggerFactory.getLogger(FailoverExecutor.class);

  private static final Duration COMMAND_TIMEOUT = Duration.ofMillis(500);
  private static final Duration WAIT_TIMEOUT = Duration.ofMillis(500);

  /**
   * The longest time for which writers are blocked, should the operator stop during a hand-over.
   */
  private static final Duration CLIENT_PAUSE = Duration.ofSeconds(3);

  /** Time limit for the next master to catch up with the present one. */
  private static final Duration CATCH_UP_TIMEOUT = Duration.ofSeconds(1);

  /** Time limit for the rest after that, which is at most a ping. */
  private static final Duration FINAL_CATCH_UP_TIMEOUT = Duration.ofMillis(200);

  private final RedisMonitor monitor;
  private final BooleanSupplier holdsLease;
  private final Supplier<String> newEpoch;

  /**
   * @param holdsLease whether this operator still holds its Lease; asked before each command
   * @param newEpoch creates the name of a new epoch of the stream
   */
  public FailoverExecutor(
      RedisMonitor monitor, BooleanSupplier holdsLease, Supplier<String> newEpoch) {
    this.monitor = monitor;
    this.holdsLease = holdsLease;
    this.newEpoch = newEpoch;
  }

  /**
   * If it returns, the step is complete. After a failure the state of Redis is unknown until it is
   * observed.
   */
  public void execute(String cluster, RedisStep redisStep) throws StepFailedException {
    var execution = new Execution(cluster);
    if (redisStep instanceof FailoverStep.Detach detach) {
      execution.detach(detach.node());
    } else if (redisStep instanceof FailoverStep.Promote promote) {
      execution.promote(promote.node());
    } else if (redisStep instanceof FailoverStep.StartTerm startTerm) {
      execution.startTerm(startTerm);
    } else if (redisStep instanceof FailoverStep.Follow follow) {
      execution.follow(follow.node(), follow.master());
    } else if (redisStep instanceof FailoverStep.HandOver handOver) {
      execution.handOver(handOver.from(), handOver.to());
    } else if (redisStep instanceof FailoverStep.SetMinInSyncReplicas setMinInSyncReplicas) {
      execution.send(
          setMinInSyncReplicas.master(),
          new RedisCommand(MasterCommands.setMinInSyncReplicas(setMinInSyncReplicas.replicas())));
    } else if (redisStep instanceof FailoverStep.AnnounceMaster announceMaster) {
      var master = announceMaster.master();
      execution.send(
          master,
          new RedisCommand(
              MasterCommands.announceMaster(master.address() + ":" + monitor.port(cluster))));
    } else {
      throw new IllegalStateException("Unknown step " + redisStep);
    }
  }

  private final class Execution {
    private final String cluster;
    private final RedisCommand replicaOfNoMaster =
        RedisCommand.replicaOf(RedisState.Replica.NO_MASTER, 1);

    Execution(String cluster) {
      this.cluster = cluster;
    }

    /** Readers of a replica stay connected: they miss nothing. */
    void detach(RedisNode redisNode) throws StepFailedException {
      send(
          redisNode,
          wasMaster(redisNode) ? withClientsKilled(replicaOfNoMaster) : List.of(replicaOfNoMaster));
    }

    /**
     * Disconnects readers before and after the promotion: those that were connected, and those that
     * connected in between. What they read from a former master may be lost with it.
     */
    void promote(RedisNode redisNode) throws StepFailedException {
      var commands = new ArrayList<RedisCommand>();
      commands.add(RedisCommand.KILL_SUBSCRIBERS);
      commands.add(RedisCommand.KILL_CLIENTS);
      commands.addAll(withClientsKilled(RedisCommand.of("REPLICAOF", "NO", "ONE")));
      send(redisNode, commands);
    }

    void follow(RedisNode redisNode, RedisNode master) throws StepFailedException {
      var follow = RedisCommand.replicaOf(master.address(), monitor.port(cluster));
      send(redisNode, wasMaster(redisNode) ? withClientsKilled(follow) : List.of(follow));
    }

    /**
     * The role changes first and its clients are disconnected then; otherwise they would connect
     * again and write.
     */
    private List<RedisCommand> withClientsKilled(RedisCommand role) {
      return List.of(role, RedisCommand.KILL_CLIENTS, RedisCommand.KILL_SUBSCRIBERS);
    }

    /** Uses a connection of its own, since WAIT delays every later command. */
    void startTerm(FailoverStep.StartTerm step) throws StepFailedException {
      var redisNode = step.master();
      var redisConnection =
          StepReply.await(
              redisNode.pod(),
              monitor.openConnection(cluster, redisNode.pod()),
              COMMAND_TIMEOUT,
              "a connect");
      try {
        int replicas = step.minInSyncReplicas();
        var begin =
            new RedisCommand(MasterCommands.startTerm(step.term(), newEpoch.get(), replicas));
        requireLease(redisNode);
        if (replicas == 0) {
          StepReply.await(
              redisNode.pod(), redisConnection.send(List.of(begin)), COMMAND_TIMEOUT, "EVAL");
          log.info("Term {} begins at {}", step.term(), redisNode.pod());
          return;
        }
        var wait =
            RedisCommand.of(
                "WAIT", String.valueOf(replicas), String.valueOf(WAIT_TIMEOUT.toMillis()));
        var replies =
            StepReply.await(
                redisNode.pod(),
                redisConnection.send(List.of(begin, wait)),
                COMMAND_TIMEOUT.plus(WAIT_TIMEOUT),
                "EVAL and WAIT");
        log.info(
            "Term {} begins at {}; {} replicas have acknowledged it, of {}",
            step.term(),
            redisNode.pod(),
            replies.get(1),
            replicas);
      } finally {
        redisConnection.close();
      }
    }

    /**
     * Blocks writes at the present master until the next one has all of them. Then the present one
     * is detached, and both are compared once more, so that the result does not depend on the time
     * limit. Only then the next one is promoted.
     */
    void handOver(RedisNode from, RedisNode to) throws StepFailedException {
      boolean done = false;
      send(
          from,
          RedisCommand.of("CLIENT", "PAUSE", String.valueOf(CLIENT_PAUSE.toMillis()), "WRITE"));
      try {
        awaitCatchUp(from, to, CATCH_UP_TIMEOUT);
        send(from, replicaOfNoMaster);
        awaitCatchUp(from, to, FINAL_CATCH_UP_TIMEOUT);
        promote(to);
        done = true;
      } finally {
        if (!done) {
          unpauseClients(from);
        }
      }
      var commands = new ArrayList<RedisCommand>();
      commands.add(RedisCommand.replicaOf(to.address(), monitor.port(cluster)));
      commands.add(RedisCommand.of("CLIENT", "UNPAUSE"));
      commands.add(RedisCommand.KILL_CLIENTS);
      commands.add(RedisCommand.KILL_SUBSCRIBERS);
      send(from, commands);
    }

    private void awaitCatchUp(RedisNode from, RedisNode to, Duration timeout)
        throws StepFailedException {
      long goal = offset(from);
      long until = System.nanoTime() + timeout.toNanos();
      long reached = offset(to);
      while (reached < goal) {
        if (System.nanoTime() - until > 0) {
          throw new StepFailedException(
              "The Redis of %s is still %d bytes behind that of %s after %d ms, so it is not promoted"
                  .formatted(to.pod(), goal - reached, from.pod(), timeout.toMillis()));
        }
        sleep();
        reached = offset(to);
      }
    }

    private long offset(RedisNode redisNode) throws StepFailedException {
      var reply = send(redisNode, RedisCommand.of("INFO", "replication")).get(0);
      try {
        return ReplicationInfo.offset(reply);
      } catch (ReplicationInfo.MalformedReplyException e) {
        throw new StepFailedException("The Redis of " + redisNode.pod() + ": " + e.getMessage());
      }
    }

    private void unpauseClients(RedisNode from) {
      try {
        send(from, RedisCommand.of("CLIENT", "UNPAUSE"));
      } catch (StepFailedException e) {
        log.warn(
            "Writers are blocked for up to {} ms: {}", CLIENT_PAUSE.toMillis(), e.getMessage());
      }
    }

    List<Object> send(RedisNode redisNode, RedisCommand redisCommand) throws StepFailedException {
      return send(redisNode, List.of(redisCommand));
    }

    private List<Object> send(RedisNode redisNode, List<RedisCommand> commands)
        throws StepFailedException {
      requireLease(redisNode);
      var redisConnection = monitor.connection(cluster, redisNode.pod());
      if (redisConnection == null) {
        throw new StepFailedException("There is no connection to the Redis of " + redisNode.pod());
      }
      return StepReply.await(
          redisNode.pod(),
          redisConnection.send(commands),
          COMMAND_TIMEOUT,
          String.valueOf(commands.get(0)));
    }

    private void requireLease(RedisNode redisNode) throws StepFailedException {
      if (!holdsLease.getAsBoolean()) {
        throw new StepFailedException(
            "The lease was lost; the command to the Redis of %s was not sent"
                .formatted(redisNode.pod()));
      }
    }
  }

  private static boolean wasMaster(RedisNode redisNode) {
    return redisNode.state() instanceof RedisState.Reachable reply
        && reply.role() instanceof RedisState.Master;
  }

  private static void sleep() throws StepFailedException {
    try {
      Thread.sleep(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StepFailedException("The operator is stopping during a hand-over");
    }
  }
}
