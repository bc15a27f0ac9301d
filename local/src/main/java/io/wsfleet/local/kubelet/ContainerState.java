package io.wsfleet.local.kubelet;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a container is doing, as its pod's status says it. */
record ContainerState(
    ContainerSpec containerSpec,
    State state,
    @Nullable Terminated lastTermination,
    int restarts,
    boolean started,
    boolean ready) {

  /** Waits, runs, or has ended. */
  sealed interface State {}

  /** Not started, and why. */
  record Waiting(String reason, String message) implements State {}

  /** Started. */
  record Running(Instant since, long pid) implements State {}

  /** Started and ended. */
  record Terminated(int code, Instant from, Instant at) implements State {
    String reason() {
      return code == 0 ? "Completed" : "Error";
    }
  }
}
