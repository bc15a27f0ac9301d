package io.wsfleet.local.kubelet;

import io.wsfleet.local.kubelet.PreStop.Exec;
import io.wsfleet.local.kubelet.PreStop.Other;
import io.wsfleet.local.kubelet.PreStop.Sleep;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Carries out what a container does before it is asked to end. Where that fails, or cannot be done
 * on this machine, an event says so, and the container ends all the same.
 */
final class PreStopRun {
  private final Container container;
  private final ContainerRun.Rim rim;
  private final Instant end;
  private @Nullable Process process;

  PreStopRun(Container container, ContainerRun.Rim rim, Instant now) {
    this.container = container;
    this.rim = rim;
    PreStop preStop = container.preStop();
    this.end = preStop instanceof Sleep sleep ? now.plus(sleep.time()) : now;
    if (preStop instanceof Exec exec) {
      this.process = start(exec);
    } else if (preStop instanceof Other other) {
      failed(other.action() + " is not there on one machine");
    }
  }

  boolean isOver(Instant now) {
    Process there = process;
    if (there == null) {
      return !now.isBefore(end);
    }
    if (there.isAlive()) {
      return false;
    }
    process = null;
    if (there.exitValue() != 0) {
      failed("its command ended with code " + there.exitValue());
    }
    return true;
  }

  void abandon() {
    if (process != null) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      process = null;
    }
  }

  private @Nullable Process start(Exec exec) {
    try {
      return rim.exec(exec.command());
    } catch (IOException | RuntimeException e) {
      failed(String.valueOf(e.getMessage()));
      return null;
    }
  }

  private void failed(String why) {
    rim.tell(
        "Warning",
        "FailedPreStopHook",
        "the preStop hook of container %s failed, and the container ends without it: %s"
            .formatted(container.name(), why));
  }
}
