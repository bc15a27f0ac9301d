package io.wsfleet.operator.redis.servers;

import io.wsfleet.operator.redis.password.Hash;
import io.wsfleet.operator.redis.password.Server;
import io.wsfleet.operator.redis.password.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * What every Redis of a cluster takes for a password, and how that is changed, over the connections
 * that the watch has. They stay valid whatever becomes of the password that they were made with.
 */
public final class RedisPasswords {

  private static final Duration ANSWER = Duration.ofMillis(500);
  private static final List<Command> QUESTIONS =
      List.of(Command.of("ACL", "GETUSER", "default"), Command.of("CONFIG", "GET", "masterauth"));

  private final RedisWatch watch;
  private final BooleanSupplier mayAct;

  /**
   * @param mayAct whether this operator still holds its Lease; asked before each command
   */
  public RedisPasswords(RedisWatch watch, BooleanSupplier mayAct) {
    this.watch = watch;
    this.mayAct = mayAct;
  }

  /** All are asked at once, and those that are known to be silent not at all. */
  public List<Server> observe(String cluster) {
    var asked = watch.ask(cluster, QUESTIONS);
    var all = CompletableFuture.allOf(asked.values().toArray(CompletableFuture<?>[]::new));
    try {
      all.get(ANSWER.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // Each of them is looked at by itself.
    }
    var servers = new ArrayList<Server>();
    asked.forEach(
        (pod, answers) ->
            servers.add(
                answers.isDone() && !answers.isCompletedExceptionally()
                    ? read(pod, answers.join())
                    : new Server.Silent(pod)));
    return servers;
  }

  static Server read(String pod, List<Object> answers) {
    var accepts = hashes(answers.get(0));
    if (accepts.isEmpty() || !(answers.get(1) instanceof List<?> pair)) {
      return new Server.Silent(pod);
    }
    var presents = pair.size() == 2 ? String.valueOf(pair.get(1)) : "";
    return new Server.Answering(pod, accepts, Hash.of(presents));
  }

  /** The answer is one list of names and values, in which there may be more with each version. */
  private static Set<String> hashes(Object user) {
    var hashes = new HashSet<String>();
    if (user instanceof List<?> fields) {
      for (int i = 0; i + 1 < fields.size(); i += 2) {
        if ("passwords".equals(fields.get(i)) && fields.get(i + 1) instanceof List<?> all) {
          all.forEach(hash -> hashes.add(String.valueOf(hash)));
        }
      }
    }
    return hashes;
  }

  /** Once it returns the step was taken; after a failure nothing is known but what is observed. */
  public void take(String cluster, Step step) throws StepFailed {
    if (!mayAct.getAsBoolean()) {
      throw new StepFailed(
          "The Lease is over, so the Redis of %s is told nothing any more; another operator may lead"
              .formatted(step.pod()));
    }
    var line = watch.line(cluster, step.pod());
    if (line == null) {
      throw new StepFailed("There is no connection to the Redis of " + step.pod());
    }
    var command = command(step);
    try {
      line.ask(List.of(command)).get(ANSWER.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StepFailed("Interrupted at the Redis of " + step.pod());
    } catch (TimeoutException e) {
      throw new StepFailed(
          "The Redis of %s did not answer %s within %d ms"
              .formatted(step.pod(), command, ANSWER.toMillis()));
    } catch (ExecutionException e) {
      throw new StepFailed(
          "The Redis of %s did not carry out %s: %s"
              .formatted(step.pod(), command, e.getCause() == null ? e : e.getCause()));
    }
  }

  private static Command command(Step step) {
    if (step instanceof Step.Accept accept) {
      return Command.of("ACL", "SETUSER", "default", "#" + accept.hash());
    }
    if (step instanceof Step.Refuse refuse) {
      return Command.of("ACL", "SETUSER", "default", "!" + refuse.hash());
    }
    if (step instanceof Step.Present present) {
      return Command.of("CONFIG", "SET", "masterauth", present.password());
    }
    throw new IllegalStateException("Nobody knows how to take " + step);
  }
}
