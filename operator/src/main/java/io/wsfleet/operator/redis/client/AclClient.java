package io.wsfleet.operator.redis.client;

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
 * Reads and changes which passwords each Redis of a cluster accepts (ACL), over the connections of
 * the {@link RedisMonitor}. These stay valid after the password that they were opened with was
 * removed.
 */
public final class AclClient {

  private static final Duration TIMEOUT = Duration.ofMillis(500);
  private static final List<RedisCommand> COMMANDS =
      List.of(
          RedisCommand.of("ACL", "GETUSER", "default"),
          RedisCommand.of("CONFIG", "GET", "masterauth"));

  private final RedisMonitor monitor;
  private final BooleanSupplier holdsLease;

  /**
   * @param holdsLease whether this operator still holds its Lease; asked before each command
   */
  public AclClient(RedisMonitor monitor, BooleanSupplier holdsLease) {
    this.monitor = monitor;
    this.holdsLease = holdsLease;
  }

  /**
   * Requests the state of all at the same time. Those that are known to be unreachable are not
   * asked.
   */
  public List<AclState> observe(String cluster) {
    var sent = monitor.sendToAll(cluster, COMMANDS);
    var all = CompletableFuture.allOf(sent.values().toArray(CompletableFuture<?>[]::new));
    try {
      all.get(TIMEOUT.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // Each reply is checked by itself.
    }
    var states = new ArrayList<AclState>();
    sent.forEach(
        (pod, replies) ->
            states.add(
                replies.isDone() && !replies.isCompletedExceptionally()
                    ? read(pod, replies.join())
                    : new AclState.Unreachable(pod)));
    return states;
  }

  static AclState read(String pod, List<Object> replies) {
    var acceptedHashes = hashes(replies.get(0));
    if (acceptedHashes.isEmpty() || !(replies.get(1) instanceof List<?> pair)) {
      return new AclState.Unreachable(pod);
    }
    var masterAuth = pair.size() == 2 ? String.valueOf(pair.get(1)) : "";
    return new AclState.Reachable(pod, acceptedHashes, PasswordHash.of(masterAuth));
  }

  /** The reply is one list of names and values, which grows with the versions of Redis. */
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

  /**
   * If it returns, the step is complete. After a failure the state of Redis is unknown until it is
   * observed.
   */
  public void execute(String cluster, RotationStep rotationStep) throws StepFailedException {
    if (!holdsLease.getAsBoolean()) {
      throw new StepFailedException(
          "The lease was lost; the command to the Redis of %s was not sent"
              .formatted(rotationStep.pod()));
    }
    var redisConnection = monitor.connection(cluster, rotationStep.pod());
    if (redisConnection == null) {
      throw new StepFailedException("There is no connection to the Redis of " + rotationStep.pod());
    }
    var redisCommand = command(rotationStep);
    StepReply.await(
        rotationStep.pod(),
        redisConnection.send(List.of(redisCommand)),
        TIMEOUT,
        redisCommand.toString());
  }

  private static RedisCommand command(RotationStep rotationStep) {
    if (rotationStep instanceof RotationStep.AddPassword addPassword) {
      return RedisCommand.of("ACL", "SETUSER", "default", "#" + addPassword.hash());
    }
    if (rotationStep instanceof RotationStep.RemovePassword removePassword) {
      return RedisCommand.of("ACL", "SETUSER", "default", "!" + removePassword.hash());
    }
    if (rotationStep instanceof RotationStep.SetMasterAuth setMasterAuth) {
      return RedisCommand.of("CONFIG", "SET", "masterauth", setMasterAuth.password());
    }
    throw new IllegalStateException("Unknown step " + rotationStep);
  }
}
