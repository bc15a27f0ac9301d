package io.wsfleet.operator.redis.servers;

import io.wsfleet.operator.redis.failover.Node;
import io.wsfleet.operator.redis.failover.Said;
import io.wsfleet.operator.redis.failover.Standing;
import io.wsfleet.operator.redis.failover.Step;
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
    void show(String cluster, Node node, Standing standing) throws StepFailed;
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
  public void take(String cluster, Step step) throws StepFailed {
    var at = new At(cluster);
    if (step instanceof Step.HoldOff holdOff) {
      at.holdOff(holdOff.node());
    } else if (step instanceof Step.Promote promote) {
      at.promote(promote.node());
    } else if (step instanceof Step.Begin begin) {
      at.begin(begin);
    } else if (step instanceof Step.Follow follow) {
      at.follow(follow.node(), follow.master());
    } else if (step instanceof Step.HandOver handOver) {
      at.handOver(handOver.from(), handOver.to());
    } else if (step instanceof Step.Acknowledge acknowledge) {
      at.tell(acknowledge.master(), TakeOver.acknowledge(acknowledge.replicas()));
    } else if (step instanceof Step.Announce announce) {
      var master = announce.master();
      at.tell(master, TakeOver.announce(master.address() + ":" + watch.port(cluster)));
    } else if (step instanceof Step.Show show) {
      standings.show(cluster, show.node(), show.standing());
    } else {
      throw new IllegalStateException("Nobody knows how to take " + step);
    }
  }

  private final class At {
    private final String cluster;
    private final Command followNobody = Command.replicaOf(Said.Replica.NOBODY, 1);

    At(String cluster) {
      this.cluster = cluster;
    }

    /** A replica keeps its readers: they miss nothing by it. */
    void holdOff(Node node) throws StepFailed {
      tell(node, wasMaster(node) ? alone(followNobody) : List.of(followNobody));
    }

    /**
     * Readers are sent away before and after: those that were here, and those that came in between.
     * What they read at a master may be lost with it.
     */
    void promote(Node node) throws StepFailed {
      var commands = new ArrayList<Command>();
      commands.add(Command.KILL_SUBSCRIBERS);
      commands.add(Command.KILL_CLIENTS);
      commands.addAll(alone(Command.of("REPLICAOF", "NO", "ONE")));
      tell(node, commands);
    }

    void follow(Node node, Node master) throws StepFailed {
      var follow = Command.replicaOf(master.address(), watch.port(cluster));
      tell(node, wasMaster(node) ? alone(follow) : List.of(follow));
    }

    /** First it takes no more writes, then its clients go: else they would come back and write. */
    private List<Command> alone(Command role) {
      return List.of(role, Command.KILL_CLIENTS, Command.KILL_SUBSCRIBERS);
    }

    /** Over a connection of its own: WAIT holds up whatever comes after it. */
    void begin(Step.Begin step) throws StepFailed {
      var node = step.master();
      var line = await(node, watch.another(cluster, node.pod()), COMMAND, "to be connected to");
      try {
        int replicas = step.acknowledgedBy();
        var begin = TakeOver.begin(step.term(), histories.get(), replicas);
        guard(node);
        if (replicas == 0) {
          await(node, line.ask(List.of(begin)), COMMAND, "EVAL");
          log.info("Term {} begins at {}", step.term(), node.pod());
          return;
        }
        var wait =
            Command.of("WAIT", String.valueOf(replicas), String.valueOf(ACKNOWLEDGED.toMillis()));
        var answers =
            await(
                node, line.ask(List.of(begin, wait)), COMMAND.plus(ACKNOWLEDGED), "EVAL and WAIT");
        log.info(
            "Term {} begins at {}; {} replicas have acknowledged it, of {}",
            step.term(),
            node.pod(),
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
    void handOver(Node from, Node to) throws StepFailed {
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

    private void catchUp(Node from, Node to, Duration patience) throws StepFailed {
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

    private long offset(Node node) throws StepFailed {
      var answer = tell(node, Command.of("INFO", "replication")).get(0);
      try {
        return ReplicationInfo.offset(answer);
      } catch (ReplicationInfo.Unreadable e) {
        throw new StepFailed("The Redis of " + node.pod() + ": " + e.getMessage());
      }
    }

    private void letGoOn(Node from) {
      try {
        tell(from, Command.of("CLIENT", "UNPAUSE"));
      } catch (StepFailed e) {
        log.warn("Writers wait for up to {} ms: {}", PAUSE.toMillis(), e.getMessage());
      }
    }

    List<Object> tell(Node node, Command command) throws StepFailed {
      return tell(node, List.of(command));
    }

    private List<Object> tell(Node node, List<Command> commands) throws StepFailed {
      guard(node);
      var line = watch.line(cluster, node.pod());
      if (line == null) {
        throw new StepFailed("There is no connection to the Redis of " + node.pod());
      }
      return await(node, line.ask(commands), COMMAND, String.valueOf(commands.get(0)));
    }

    private void guard(Node node) throws StepFailed {
      if (!mayAct.getAsBoolean()) {
        throw new StepFailed(
            "The Lease is over, so the Redis of %s is told nothing any more; another operator may lead"
                .formatted(node.pod()));
      }
    }
  }

  private static boolean wasMaster(Node node) {
    return node.said() instanceof Said.Answer answer && answer.role() instanceof Said.Master;
  }

  private static <T> T await(Node node, CompletableFuture<T> answer, Duration patience, String what)
      throws StepFailed {
    try {
      return answer.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      answer.thenAccept(RedisSteps::closeIfLine);
      throw new StepFailed(
          "The Redis of %s did not answer %s within %d ms"
              .formatted(node.pod(), what, patience.toMillis()));
    } catch (ExecutionException e) {
      throw new StepFailed("The Redis of %s refuses %s: %s".formatted(node.pod(), what, reason(e)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StepFailed("The operator ends while it waits for the Redis of " + node.pod());
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
