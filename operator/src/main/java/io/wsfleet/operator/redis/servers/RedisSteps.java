package io.wsfleet.operator.redis.servers;

import io.wsfleet.operator.redis.failover.FailoverStep;
import io.wsfleet.operator.redis.failover.PodRole;
import io.wsfleet.operator.redis.failover.RedisNode;
import io.wsfleet.operator.redis.failover.RedisState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out what was decided, each step in a bounded time. What belongs together is sent in one
 * piece, over the connection that the watch has, which is thereby the only one that is not closed
 * where clients are sent away.
 */
public final class RedisSteps {

  private static final Logger log = LoggerFactory.getLogger(RedisSteps.class);

  private static final Duration COMMAND = Duration.ofMillis(500);
  private static final Duration ACKNOWLEDGED = Duration.ofMillis(500);

  /** How long writers are held back at most, should the operator end in the middle of it. */
  private static final Duration PAUSE = Duration.ofSeconds(3);

  /** So long the next master may take to catch up with the last one. */
  private static final Duration CATCH_UP = Duration.ofSeconds(1);

  /** So long it may then take for what came in between, which is a ping at most. */
  private static final Duration LAST_BYTES = Duration.ofMillis(200);

  /** Brings what Kubernetes is told of a pod to it. */
  @FunctionalInterface
  public interface Standings {
    void show(String cluster, RedisNode redisNode, PodRole podRole) throws StepFailed;
  }

  private final RedisWatch watch;
  private final BooleanSupplier mayAct;
  private final Standings standings;
  private final Supplier<String> histories;

  /**
   * @param mayAct whether this operator still holds its Lease; asked before each command
   * @param histories makes a name that no history had before
   */
  public RedisSteps(
      RedisWatch watch, BooleanSupplier mayAct, Standings standings, Supplier<String> histories) {
    this.watch = watch;
    this.mayAct = mayAct;
    this.standings = standings;
    this.histories = histories;
  }

  /** Once it returns the step was taken; after a failure nothing is known but what is observed. */
  public void take(String cluster, FailoverStep failoverStep) throws StepFailed {
    var at = new At(cluster);
    if (failoverStep instanceof FailoverStep.Detach detach) {
      at.holdOff(detach.node());
    } else if (failoverStep instanceof FailoverStep.Promote promote) {
      at.promote(promote.node());
    } else if (failoverStep instanceof FailoverStep.StartTerm startTerm) {
      at.begin(startTerm);
    } else if (failoverStep instanceof FailoverStep.Follow follow) {
      at.follow(follow.node(), follow.master());
    } else if (failoverStep instanceof FailoverStep.HandOver handOver) {
      at.handOver(handOver.from(), handOver.to());
    } else if (failoverStep instanceof FailoverStep.SetMinInSyncReplicas setMinInSyncReplicas) {
      at.tell(setMinInSyncReplicas.master(), TakeOver.acknowledge(setMinInSyncReplicas.replicas()));
    } else if (failoverStep instanceof FailoverStep.AnnounceMaster announceMaster) {
      var master = announceMaster.master();
      at.tell(master, TakeOver.announce(master.address() + ":" + watch.port(cluster)));
    } else if (failoverStep instanceof FailoverStep.UpdatePod updatePod) {
      standings.show(cluster, updatePod.node(), updatePod.podRole());
    } else {
      throw new IllegalStateException("Nobody knows how to take " + failoverStep);
    }
  }

  private final class At {
    private final String cluster;
    private final Command followNobody = Command.replicaOf(RedisState.Replica.NO_MASTER, 1);

    At(String cluster) {
      this.cluster = cluster;
    }

    /** A replica keeps its readers: they miss nothing by it. */
    void holdOff(RedisNode redisNode) throws StepFailed {
      tell(redisNode, wasMaster(redisNode) ? alone(followNobody) : List.of(followNobody));
    }

    /**
     * Readers are sent away before and after: those that were here, and those that came in between.
     * What they read at a master may be lost with it.
     */
    void promote(RedisNode redisNode) throws StepFailed {
      var commands = new ArrayList<Command>();
      commands.add(Command.KILL_SUBSCRIBERS);
      commands.add(Command.KILL_CLIENTS);
      commands.addAll(alone(Command.of("REPLICAOF", "NO", "ONE")));
      tell(redisNode, commands);
    }

    void follow(RedisNode redisNode, RedisNode master) throws StepFailed {
      var follow = Command.replicaOf(master.address(), watch.port(cluster));
      tell(redisNode, wasMaster(redisNode) ? alone(follow) : List.of(follow));
    }

    /** First it takes no more writes, then its clients go: else they would come back and write. */
    private List<Command> alone(Command role) {
      return List.of(role, Command.KILL_CLIENTS, Command.KILL_SUBSCRIBERS);
    }

    /** Over a connection of its own: WAIT holds up whatever comes after it. */
    void begin(FailoverStep.StartTerm step) throws StepFailed {
      var redisNode = step.master();
      var line =
          await(redisNode, watch.another(cluster, redisNode.pod()), COMMAND, "to be connected to");
      try {
        int replicas = step.minInSyncReplicas();
        var begin = TakeOver.begin(step.term(), histories.get(), replicas);
        guard(redisNode);
        if (replicas == 0) {
          await(redisNode, line.ask(List.of(begin)), COMMAND, "EVAL");
          log.info("Term {} begins at {}", step.term(), redisNode.pod());
          return;
        }
        var wait =
            Command.of("WAIT", String.valueOf(replicas), String.valueOf(ACKNOWLEDGED.toMillis()));
        var answers =
            await(
                redisNode,
                line.ask(List.of(begin, wait)),
                COMMAND.plus(ACKNOWLEDGED),
                "EVAL and WAIT");
        log.info(
            "Term {} begins at {}; {} replicas have acknowledged it, of {}",
            step.term(),
            redisNode.pod(),
            answers.get(1),
            replicas);
      } finally {
        line.close();
      }
    }

    /**
     * The one stops writes for a moment, until the other has them all. Then it is held off for
     * good, and compared once more: so nothing depends on the moment being long enough. Only then
     * the other is promoted.
     */
    void handOver(RedisNode from, RedisNode to) throws StepFailed {
      boolean done = false;
      tell(from, Command.of("CLIENT", "PAUSE", String.valueOf(PAUSE.toMillis()), "WRITE"));
      try {
        catchUp(from, to, CATCH_UP);
        tell(from, followNobody);
        catchUp(from, to, LAST_BYTES);
        promote(to);
        done = true;
      } finally {
        if (!done) {
          letGoOn(from);
        }
      }
      var commands = new ArrayList<Command>();
      commands.add(Command.replicaOf(to.address(), watch.port(cluster)));
      commands.add(Command.of("CLIENT", "UNPAUSE"));
      commands.add(Command.KILL_CLIENTS);
      commands.add(Command.KILL_SUBSCRIBERS);
      tell(from, commands);
    }

    private void catchUp(RedisNode from, RedisNode to, Duration patience) throws StepFailed {
      long goal = offset(from);
      long until = System.nanoTime() + patience.toNanos();
      long reached = offset(to);
      while (reached < goal) {
        if (System.nanoTime() - until > 0) {
          throw new StepFailed(
              "The Redis of %s is still %d bytes behind that of %s after %d ms, so that it does not become master"
                  .formatted(to.pod(), goal - reached, from.pod(), patience.toMillis()));
        }
        pause();
        reached = offset(to);
      }
    }

    private long offset(RedisNode redisNode) throws StepFailed {
      var answer = tell(redisNode, Command.of("INFO", "replication")).get(0);
      try {
        return ReplicationInfo.offset(answer);
      } catch (ReplicationInfo.Unreadable e) {
        throw new StepFailed("The Redis of " + redisNode.pod() + ": " + e.getMessage());
      }
    }

    private void letGoOn(RedisNode from) {
      try {
        tell(from, Command.of("CLIENT", "UNPAUSE"));
      } catch (StepFailed e) {
        log.warn("Writers wait for up to {} ms: {}", PAUSE.toMillis(), e.getMessage());
      }
    }

    List<Object> tell(RedisNode redisNode, Command command) throws StepFailed {
      return tell(redisNode, List.of(command));
    }

    private List<Object> tell(RedisNode redisNode, List<Command> commands) throws StepFailed {
      guard(redisNode);
      var line = watch.line(cluster, redisNode.pod());
      if (line == null) {
        throw new StepFailed("There is no connection to the Redis of " + redisNode.pod());
      }
      return await(redisNode, line.ask(commands), COMMAND, String.valueOf(commands.get(0)));
    }

    private void guard(RedisNode redisNode) throws StepFailed {
      if (!mayAct.getAsBoolean()) {
        throw new StepFailed(
            "The Lease is over, so the Redis of %s is told nothing any more; another operator may lead"
                .formatted(redisNode.pod()));
      }
    }
  }

  private static boolean wasMaster(RedisNode redisNode) {
    return redisNode.state() instanceof RedisState.Reachable reachable
        && reachable.role() instanceof RedisState.Master;
  }

  private static <T> T await(
      RedisNode redisNode, CompletableFuture<T> answer, Duration patience, String what)
      throws StepFailed {
    try {
      return answer.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      answer.thenAccept(RedisSteps::closeIfLine);
      throw new StepFailed(
          "The Redis of %s did not answer %s within %d ms"
              .formatted(redisNode.pod(), what, patience.toMillis()));
    } catch (ExecutionException e) {
      throw new StepFailed(
          "The Redis of %s refuses %s: %s".formatted(redisNode.pod(), what, reason(e)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StepFailed("The operator ends while it waits for the Redis of " + redisNode.pod());
    }
  }

  private static void closeIfLine(@Nullable Object late) {
    if (late instanceof Line line) {
      line.close();
    }
  }

  private static String reason(Throwable failure) {
    Throwable at = failure;
    while (at.getCause() != null) {
      at = at.getCause();
    }
    return String.valueOf(at.getMessage());
  }

  private static void pause() throws StepFailed {
    try {
      Thread.sleep(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StepFailed("The operator ends in the middle of a hand-over");
    }
  }
}
