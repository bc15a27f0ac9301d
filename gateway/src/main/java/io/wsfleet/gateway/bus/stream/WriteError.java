package io.wsfleet.gateway.bus.stream;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What it means that Redis has not taken what was written. */
enum WriteError {
  /** It is not the master any more, or not yet: whoever is, is to be looked for. */
  NOT_MASTER,
  /** It may take it in a moment: it has no replicas, no history, no scripts, or no memory. */
  TEMPORARY;

  // Anywhere in the text: before 7.0 an error within a script is told inside of another.
  private static final List<String> NOT_MASTER_ERRORS =
      List.of("READONLY", "UNBLOCKED", "MASTERDOWN", "LOADING");

  static WriteError of(@Nullable Throwable failure) {
    String text = failure == null ? "" : String.valueOf(failure.getMessage());
    return NOT_MASTER_ERRORS.stream().anyMatch(text::contains) ? NOT_MASTER : TEMPORARY;
  }
}
