package io.wsfleet.operator.status;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import java.time.Duration;
import java.time.Instant;

/**
 * Decides whether a container exits again and again. The kubelet says so only while it waits for
 * the next start; between two starts the container runs or has just ended, and the problem is the
 * same.
 *
 * <ol>
 *   <li>A container that was started again at least twice is in a loop if its last run was short.
 *   <li>It is out of it when it runs for a minute, and for twice as long as the last time.
 * </ol>
 */
final class CrashLoop {

  private static final int LEAST_RESTARTS = 2;

  /** A kubelet begins its waiting times anew after a run of this length. */
  private static final Duration LONG_RUN = Duration.ofMinutes(10);

  private static final Duration LEAST_RECOVERY = Duration.ofMinutes(1);

  private CrashLoop() {}

  static boolean isCrashLooping(ContainerStatus container, ObservationTime time) {
    var state = container.getState();
    if (state != null && state.getWaiting() != null) {
      return "CrashLoopBackOff".equals(state.getWaiting().getReason());
    }
    var restarts = container.getRestartCount();
    var last = container.getLastState() == null ? null : container.getLastState().getTerminated();
    if (restarts == null || restarts < LEAST_RESTARTS || last == null) {
      return false;
    }
    var lastRun = duration(last);
    return lastRun.compareTo(LONG_RUN) < 0 && !hasRecovered(container, lastRun, time);
  }

  private static boolean hasRecovered(
      ContainerStatus container, Duration lastRun, ObservationTime time) {
    var running = container.getState() == null ? null : container.getState().getRunning();
    if (running == null) {
      return false;
    }
    var twice = lastRun.multipliedBy(2);
    var needed = twice.compareTo(LEAST_RECOVERY) > 0 ? twice : LEAST_RECOVERY;
    return time.isPast(FormerStatus.parse(running.getStartedAt()).orElse(Instant.EPOCH), needed);
  }

  private static Duration duration(ContainerStateTerminated run) {
    var from = FormerStatus.parse(run.getStartedAt());
    var to = FormerStatus.parse(run.getFinishedAt());
    return from.isEmpty() || to.isEmpty() ? Duration.ZERO : Duration.between(from.get(), to.get());
  }
}
