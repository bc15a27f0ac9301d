package io.wsfleet.local.kubelet;

import io.wsfleet.local.kubelet.ContainerState.Ended;
import io.wsfleet.local.kubelet.ContainerState.Running;
import io.wsfleet.local.kubelet.ContainerState.State;
import io.wsfleet.local.kubelet.ContainerState.Waiting;
import io.wsfleet.local.kubelet.ProbeRun.Verdict;
import io.wsfleet.local.kubelet.Programs.CannotStart;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One container: starts its process, asks its probes, and starts it again when it ended. A probe of
 * life that fails ends the process; then all goes as if it had ended by itself.
 */
final class ContainerRun {
  private static final Duration LOOK_AGAIN_FOR_CONFIGURATION = Duration.ofSeconds(1);

  private final Container container;
  private final Rim rim;
  private @Nullable Process process;
  private @Nullable Ended last;
  private @Nullable Backoff backoff;
  private @Nullable ProbeRun startup;
  private @Nullable ProbeRun readiness;
  private @Nullable ProbeRun liveness;
  private @Nullable Ending ending;
  private State state = new Waiting("ContainerCreating", "");
  private Instant startedAt = Instant.EPOCH;
  private Instant notBefore = Instant.EPOCH;
  private int starts;
  private boolean started;
  private boolean ready;

  /** What a container needs of the machine. */
  interface Rim {
    Process start() throws CannotStart, IOException;

    /** Runs a command beside the container's process, as if it were in the container. */
    Process exec(List<String> command) throws IOException;

    ProbeRun probe(Probe probe, Instant now);

    void tell(String type, String reason, String message);
  }

  ContainerRun(Container container, Rim rim) {
    this.container = container;
    this.rim = rim;
  }

  void look(Instant now, boolean mayStart) {
    if (process != null && !process.isAlive()) {
      ended(process.exitValue(), now, mayStart);
    }
    if (process == null && mayStart && !now.isBefore(notBefore)) {
      start(now);
    }
    if (process != null) {
      askProbes(process, now, mayStart);
    }
  }

  /** Goes on with the end of the container, which is not meant to take longer than the deadline. */
  void end(Instant now, Instant deadline) {
    if (isAlive() && ending == null) {
      rim.tell("Normal", "Killing", "Stopping container " + container.name());
      ending = new Ending(container, rim, now);
    }
    if (ending != null && process != null && process.isAlive()) {
      ending.look(process, now, deadline);
    } else if (ending != null) {
      ending.abandon();
    }
  }

  boolean isAlive() {
    return process != null && process.isAlive();
  }

  void stop(boolean forcibly) {
    if (ending != null) {
      ending.abandon();
    }
    if (process != null && forcibly) {
      process.destroyForcibly();
    } else if (process != null) {
      process.destroy();
    }
  }

  ContainerState state() {
    return new ContainerState(
        container, state, last, Math.max(0, starts - 1), started, ready && isAlive());
  }

  private void start(Instant now) {
    try {
      process = rim.start();
      starts++;
      startedAt = now;
      started = false;
      ready = false;
      state = new Running(now.truncatedTo(ChronoUnit.SECONDS), process.pid());
      startup = container.startup() == null ? null : rim.probe(container.startup(), now);
      readiness = null;
      liveness = null;
      rim.tell("Normal", "Started", "Started container " + container.name());
    } catch (CannotStart e) {
      cannotStart(e, now);
    } catch (IOException | RuntimeException e) {
      // Whatever is odd about this container, the others are not to suffer from it.
      cannotStart(new CannotStart("CreateContainerError", String.valueOf(e.getMessage())), now);
    }
  }

  private void cannotStart(CannotStart why, Instant now) {
    boolean told = state.equals(new Waiting(why.reason, why.sentence()));
    boolean image = why.reason.equals("ErrImagePull");
    boolean again = image && state instanceof Waiting waiting && isImage(waiting.reason());
    backoff = image ? Backoff.after(backoff == null ? Backoff.NONE : backoff, Duration.ZERO) : null;
    notBefore = now.plus(image && backoff != null ? backoff.pause() : LOOK_AGAIN_FOR_CONFIGURATION);
    state = new Waiting(again ? "ImagePullBackOff" : why.reason, why.sentence());
    if (!again && !told) {
      rim.tell("Warning", "Failed", why.sentence());
    }
  }

  private static boolean isImage(String reason) {
    return reason.equals("ErrImagePull") || reason.equals("ImagePullBackOff");
  }

  private void ended(int code, Instant now, boolean startsAgain) {
    Instant from = startedAt.truncatedTo(ChronoUnit.SECONDS);
    Ended end = new Ended(code, from, now.truncatedTo(ChronoUnit.SECONDS));
    backoff = Backoff.after(backoff, Duration.between(startedAt, now));
    notBefore = now.plus(backoff.pause());
    process = null;
    started = false;
    ready = false;
    last = end;
    if (!startsAgain) {
      state = end;
      return;
    }
    String sentence =
        "container %s ended with code %d; it starts again in %d s"
            .formatted(container.name(), code, backoff.pause().toSeconds());
    state = backoff.pause().isZero() ? end : new Waiting("CrashLoopBackOff", sentence);
    rim.tell("Warning", "BackOff", sentence);
  }

  /** Of a container that is to end only whether it is ready: it may do as it likes otherwise. */
  private void askProbes(Process process, Instant now, boolean isToLive) {
    if (!started && isToLive) {
      Verdict verdict = startup == null ? Verdict.PASSED : startup.look(now);
      started = verdict == Verdict.PASSED;
      if (verdict == Verdict.FAILED) {
        unhealthy(process, "startup");
      }
    }
    if (started) {
      askReadiness(now);
      if (isToLive) {
        askLiveness(process, now);
      }
    }
  }

  private void askReadiness(Instant now) {
    if (container.readiness() == null) {
      ready = true;
      return;
    }
    if (readiness == null) {
      readiness = rim.probe(container.readiness(), now);
    }
    boolean before = ready;
    ready = readiness.look(now) == Verdict.PASSED;
    if (before && !ready) {
      rim.tell("Warning", "Unhealthy", "readiness probe of " + container.name() + " failed");
    }
  }

  private void askLiveness(Process process, Instant now) {
    if (container.liveness() == null) {
      return;
    }
    if (liveness == null) {
      liveness = rim.probe(container.liveness(), now);
    }
    if (liveness.look(now) == Verdict.FAILED) {
      unhealthy(process, "liveness");
    }
  }

  private void unhealthy(Process process, String probe) {
    String sentence = probe + " probe of " + container.name() + " failed; it is started again";
    rim.tell("Warning", "Unhealthy", sentence);
    process.destroyForcibly();
  }
}
