package io.wsfleet.local.kubelet;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a container of a deleted pod ends: its preStop hook goes first, then it is asked, and when
 * the grace period is over it is made to. The hook is part of the grace period; a container whose
 * hook took all of it has two seconds left, as in a cluster.
 */
final class Ending {
  private static final Duration LEAST_AFTER_A_HOOK = Duration.ofSeconds(2);

  private final PreStopRun hook;
  private final boolean hooked;
  private @Nullable Instant asked;

  Ending(Container container, ContainerRun.Rim rim, Instant now) {
    this.hooked = container.preStop() != null;
    this.hook = new PreStopRun(container, rim, now);
  }

  void look(Process process, Instant now, Instant deadline) {
    if (asked == null && (hook.isOver(now) || !now.isBefore(deadline))) {
      hook.abandon();
      process.destroy();
      asked = now;
    }
    if (asked != null && !now.isBefore(last(asked, deadline))) {
      process.destroyForcibly();
    }
  }

  void abandon() {
    hook.abandon();
  }

  private Instant last(Instant asked, Instant deadline) {
    Instant least = hooked ? asked.plus(LEAST_AFTER_A_HOOK) : asked;
    return least.isAfter(deadline) ? least : deadline;
  }
}
