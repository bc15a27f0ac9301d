package io.wsfleet.local.kubelet;

import io.wsfleet.local.kubelet.ContainerState.Running;
import io.wsfleet.local.kubelet.ContainerState.State;
import io.wsfleet.local.kubelet.ContainerState.Terminated;
import io.wsfleet.local.kubelet.ContainerState.Waiting;
import io.wsfleet.local.kubelet.ProbeWorker.Result;
import io.wsfleet.local.kubelet.ProgramCatalog.ContainerStartException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs one container: starts its process, runs its probes, and restarts it when it ended. A
 * liveness probe that fails kills the process; what follows is the same as if it had ended by
 * itself.
 */
final class ContainerWorker {
  private static final Duration CONFIGURATION_RETRY = Duration.ofSeconds(1);

  private final ContainerSpec containerSpec;
  private final ContainerRuntime runtime;
  private @Nullable Process process;
  private @Nullable Terminated lastTermination;
  private @Nullable RestartBackoff restartBackoff;
  private @Nullable ProbeWorker startup;
  private @Nullable ProbeWorker readiness;
  private @Nullable ProbeWorker liveness;
  private @Nullable ContainerTermination termination;
  private State state = new Waiting("ContainerCreating", "");
  private Instant startedAt = Instant.EPOCH;
  private Instant notBefore = Instant.EPOCH;
  private int starts;
  private boolean started;
  private boolean ready;

  /** The operations of the machine that a container needs. */
  interface ContainerRuntime {
    Process start() throws ContainerStartException, IOException;

    /** Runs a command with the variables and directory of the container. */
    Process exec(List<String> command) throws IOException;

    ProbeWorker probe(Probe probe, Instant now);

    void recordEvent(String type, String reason, String message);
  }

  ContainerWorker(ContainerSpec containerSpec, ContainerRuntime runtime) {
    this.containerSpec = containerSpec;
    this.runtime = runtime;
  }

  void sync(Instant now, boolean mayStart) {
    if (process != null && !process.isAlive()) {
      onExit(process.exitValue(), now, mayStart);
    }
    if (process == null && mayStart && !now.isBefore(notBefore)) {
      start(now);
    }
    if (process != null) {
      runProbes(process, now, mayStart);
    }
  }

  /** Continues the termination of the container, which must be over at the deadline. */
  void terminate(Instant now, Instant deadline) {
    if (isAlive() && termination == null) {
      runtime.recordEvent("Normal", "Killing", "Stopping container " + containerSpec.name());
      termination = new ContainerTermination(containerSpec, runtime, now);
    }
    if (termination != null && process != null && process.isAlive()) {
      termination.advance(process, now, deadline);
    } else if (termination != null) {
      termination.cancel();
    }
  }

  boolean isAlive() {
    return process != null && process.isAlive();
  }

  void stop(boolean forcibly) {
    if (termination != null) {
      termination.cancel();
    }
    if (process != null && forcibly) {
      process.destroyForcibly();
    } else if (process != null) {
      process.destroy();
    }
  }

  ContainerState state() {
    return new ContainerState(
        containerSpec,
        state,
        lastTermination,
        Math.max(0, starts - 1),
        started,
        ready && isAlive());
  }

  private void start(Instant now) {
    try {
      process = runtime.start();
      starts++;
      startedAt = now;
      started = false;
      ready = false;
      state = new Running(now.truncatedTo(ChronoUnit.SECONDS), process.pid());
      startup =
          containerSpec.startup() == null ? null : runtime.probe(containerSpec.startup(), now);
      readiness = null;
      liveness = null;
      runtime.recordEvent("Normal", "Started", "Started container " + containerSpec.name());
    } catch (ContainerStartException e) {
      onStartFailure(e, now);
    } catch (IOException | RuntimeException e) {
      // Whatever is odd about this container, the others are not to suffer from it.
      onStartFailure(
          new ContainerStartException("CreateContainerError", String.valueOf(e.getMessage())), now);
    }
  }

  private void onStartFailure(ContainerStartException why, Instant now) {
    boolean recorded = state.equals(new Waiting(why.reason, why.userMessage()));
    boolean image = why.reason.equals("ErrImagePull");
    boolean again = image && state instanceof Waiting waiting && isImage(waiting.reason());
    restartBackoff =
        image
            ? RestartBackoff.after(
                restartBackoff == null ? RestartBackoff.NONE : restartBackoff, Duration.ZERO)
            : null;
    notBefore =
        now.plus(image && restartBackoff != null ? restartBackoff.pause() : CONFIGURATION_RETRY);
    state = new Waiting(again ? "ImagePullBackOff" : why.reason, why.userMessage());
    if (!again && !recorded) {
      runtime.recordEvent("Warning", "Failed", why.userMessage());
    }
  }

  private static boolean isImage(String reason) {
    return reason.equals("ErrImagePull") || reason.equals("ImagePullBackOff");
  }

  private void onExit(int code, Instant now, boolean startsAgain) {
    Instant from = startedAt.truncatedTo(ChronoUnit.SECONDS);
    Terminated end = new Terminated(code, from, now.truncatedTo(ChronoUnit.SECONDS));
    restartBackoff = RestartBackoff.after(restartBackoff, Duration.between(startedAt, now));
    notBefore = now.plus(restartBackoff.pause());
    process = null;
    started = false;
    ready = false;
    lastTermination = end;
    if (!startsAgain) {
      state = end;
      return;
    }
    String sentence =
        "container %s ended with code %d; it starts again in %d s"
            .formatted(containerSpec.name(), code, restartBackoff.pause().toSeconds());
    state = restartBackoff.pause().isZero() ? end : new Waiting("CrashLoopBackOff", sentence);
    runtime.recordEvent("Warning", "BackOff", sentence);
  }

  /** Of a container that is to end only whether it is ready: it may do as it likes otherwise. */
  private void runProbes(Process process, Instant now, boolean isToLive) {
    if (!started && isToLive) {
      Result result = startup == null ? Result.PASSED : startup.poll(now);
      started = result == Result.PASSED;
      if (result == Result.FAILED) {
        killUnhealthy(process, "startup");
      }
    }
    if (started) {
      probeReadiness(now);
      if (isToLive) {
        probeLiveness(process, now);
      }
    }
  }

  private void probeReadiness(Instant now) {
    if (containerSpec.readiness() == null) {
      ready = true;
      return;
    }
    if (readiness == null) {
      readiness = runtime.probe(containerSpec.readiness(), now);
    }
    boolean before = ready;
    ready = readiness.poll(now) == Result.PASSED;
    if (before && !ready) {
      runtime.recordEvent(
          "Warning", "Unhealthy", "readiness probe of " + containerSpec.name() + " failed");
    }
  }

  private void probeLiveness(Process process, Instant now) {
    if (containerSpec.liveness() == null) {
      return;
    }
    if (liveness == null) {
      liveness = runtime.probe(containerSpec.liveness(), now);
    }
    if (liveness.poll(now) == Result.FAILED) {
      killUnhealthy(process, "liveness");
    }
  }

  private void killUnhealthy(Process process, String probe) {
    String sentence = probe + " probe of " + containerSpec.name() + " failed; it is started again";
    runtime.recordEvent("Warning", "Unhealthy", sentence);
    process.destroyForcibly();
  }
}
