package io.wsfleet.operator.redis.servers;

import io.wsfleet.operator.redis.password.AclState;
import io.wsfleet.operator.redis.password.PasswordHash;
import io.wsfleet.operator.redis.password.RotationStep;
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
  public List<AclState> observe(String cluster) {
    var asked = watch.ask(cluster, QUESTIONS);
    var all = CompletableFuture.allOf(asked.values().toArray(CompletableFuture<?>[]::new));
    try {
      all.get(ANSWER.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // Each of them is looked at by itself.
    }
    var servers = new ArrayList<AclState>();
    asked.forEach(
        (pod, answers) ->
            servers.add(
                answers.isDone() && !answers.isCompletedExceptionally()
                    ? read(pod, answers.join())
                    : new AclState.Unreachable(pod)));
    return servers;
  }

  static AclState read(String pod, List<Object> answers) {
    var accepts = hashes(answers.get(0));
    if (accepts.isEmpty() || !(answers.get(1) instanceof List<?> pair)) {
      return new AclState.Unreachable(pod);
    }
    var presents = pair.size() == 2 ? String.valueOf(pair.get(1)) : "";
    return new AclState.Reachable(pod, accepts, PasswordHash.of(presents));
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
  public void take(String cluster, RotationStep rotationStep) throws StepFailed {
    if (!mayAct.getAsBoolean()) {
      throw new StepFailed(
          "The Lease is over, so the Redis of %s is told nothing any more; another operator may lead"
              .formatted(rotationStep.pod()));
    }
    var line = watch.line(cluster, rotationStep.pod());
    if (line == null) {
      throw new StepFailed("There is no connection to the Redis of " + rotationStep.pod());
    }
    var command = command(rotationStep);
    try {
      line.ask(List.of(command)).get(ANSWER.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StepFailed("Interrupted at the Redis of " + rotationStep.pod());
    } catch (TimeoutException e) {
      throw new StepFailed(
          "The Redis of %s did not answer %s within %d ms"
              .formatted(rotationStep.pod(), command, ANSWER.toMillis()));
    } catch (ExecutionException e) {
      throw new StepFailed(
          "The Redis of %s did not carry out %s: %s"
              .formatted(rotationStep.pod(), command, e.getCause() == null ? e : e.getCause()));
    }
  }

  private static Command command(RotationStep rotationStep) {
    if (rotationStep instanceof RotationStep.AddPassword addPassword) {
      return Command.of("ACL", "SETUSER", "default", "#" + addPassword.hash());
    }
    if (rotationStep instanceof RotationStep.RemovePassword removePassword) {
      return Command.of("ACL", "SETUSER", "default", "!" + removePassword.hash());
    }
    if (rotationStep instanceof RotationStep.SetMasterAuth setMasterAuth) {
      return Command.of("CONFIG", "SET", "masterauth", setMasterAuth.password());
    }
    throw new IllegalStateException("Nobody knows how to take " + rotationStep);
  }
}
