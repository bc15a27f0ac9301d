package io.wsfleet.local.kubelet;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a container of a deleted pod ends: its preStop hook goes first, then it is asked, and when
 * the grace period is over it is made to. The hook is part of the grace period; a container whose
 * hook took all of it has two seconds left, as in a cluster.
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
