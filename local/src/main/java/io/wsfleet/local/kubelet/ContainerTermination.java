package io.wsfleet.local.kubelet;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The termination of a container of a deleted pod: the preStop hook, then SIGTERM, then SIGKILL
 * after the grace period. The hook counts towards the grace period; a container whose hook used all
 * of it has two more seconds, as in a cluster.
 */
final class ContainerTermination {
  private static final Duration MIN_AFTER_PRE_STOP = Duration.ofSeconds(2);

  private final PreStopWorker preStop;
  private final boolean hasPreStop;
  private @Nullable Instant terminatedAt;

  ContainerTermination(
      ContainerSpec containerSpec, ContainerWorker.ContainerRuntime containerRuntime, Instant now) {
    this.hasPreStop = containerSpec.preStop() != null;
    this.preStop = new PreStopWorker(containerSpec, containerRuntime, now);
  }

  void advance(Process process, Instant now, Instant deadline) {
    if (terminatedAt == null && (preStop.isFinished(now) || !now.isBefore(deadline))) {
      preStop.cancel();
      process.destroy();
      terminatedAt = now;
    }
    if (terminatedAt != null && !now.isBefore(killAt(terminatedAt, deadline))) {
      process.destroyForcibly();
    }
  }

  void cancel() {
    preStop.cancel();
  }

  private Instant killAt(Instant asked, Instant deadline) {
    Instant least = hasPreStop ? asked.plus(MIN_AFTER_PRE_STOP) : asked;
    return least.isAfter(deadline) ? least : deadline;
  }
}
