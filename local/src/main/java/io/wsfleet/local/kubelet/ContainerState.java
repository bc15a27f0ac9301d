package io.wsfleet.local.kubelet;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The state of a container, as the status of its pod reports it. */
record ContainerState(
    ContainerSpec containerSpec,
    State state,
    @Nullable Terminated lastTermination,
    int restarts,
    boolean started,
    boolean ready) {

  /** Waiting, running or terminated. */
  sealed interface State {}

  /** Not started, and the reason. */
  record Waiting(String reason, String message) implements State {}

  /** Running. */
  record Running(Instant since, long pid) implements State {}

  /** Started and ended. */
  record Terminated(int code, Instant from, Instant at) implements State {
    String reason() {
      return code == 0 ? "Completed" : "Error";
    }
  }
}
