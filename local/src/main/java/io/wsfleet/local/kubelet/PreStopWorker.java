package io.wsfleet.local.kubelet;

import io.wsfleet.local.kubelet.PreStop.Exec;
import io.wsfleet.local.kubelet.PreStop.Sleep;
import io.wsfleet.local.kubelet.PreStop.Unsupported;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Runs the preStop hook of a container. If it fails or is not supported, an event says so and the
 * container ends anyway.
 */
final class PreStopWorker {
  private final ContainerSpec containerSpec;
  private final ContainerWorker.ContainerRuntime runtime;
  private final Instant end;
  private @Nullable Process process;

  PreStopWorker(
      ContainerSpec containerSpec, ContainerWorker.ContainerRuntime runtime, Instant now) {
    this.containerSpec = containerSpec;
    this.runtime = runtime;
    PreStop preStop = containerSpec.preStop();
    this.end = preStop instanceof Sleep sleep ? now.plus(sleep.time()) : now;
    if (preStop instanceof Exec exec) {
      this.process = start(exec);
    } else if (preStop instanceof Unsupported unsupported) {
      recordFailure(unsupported.action() + " is not there on one machine");
    }
  }

  boolean isFinished(Instant now) {
    Process there = process;
    if (there == null) {
      return !now.isBefore(end);
    }
    if (there.isAlive()) {
      return false;
    }
    process = null;
    if (there.exitValue() != 0) {
      recordFailure("its command ended with code " + there.exitValue());
    }
    return true;
  }

  void cancel() {
    if (process != null) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      process = null;
    }
  }

  private @Nullable Process start(Exec exec) {
    try {
      return runtime.exec(exec.command());
    } catch (IOException | RuntimeException e) {
      recordFailure(String.valueOf(e.getMessage()));
      return null;
    }
  }

  private void recordFailure(String why) {
    runtime.recordEvent(
        "Warning",
        "FailedPreStopHook",
        "the preStop hook of container %s failed, and the container ends without it: %s"
            .formatted(containerSpec.name(), why));
  }
}
