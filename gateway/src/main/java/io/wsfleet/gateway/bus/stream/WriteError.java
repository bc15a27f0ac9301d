package io.wsfleet.gateway.bus.stream;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The meaning of an error reply to a write. */
enum WriteError {
  /** The server is not the master, or not yet: connect again. */
  NOT_MASTER,
  /** The master lacks replicas, the stream, the script, or memory: retry. */
  TEMPORARY;

  // Anywhere in the text: before Redis 7 an error in a script is nested in another message.
  private static final List<String> NOT_MASTER_ERRORS =
      List.of("READONLY", "UNBLOCKED", "MASTERDOWN", "LOADING");

  static WriteError of(@Nullable Throwable failure) {
    String text = failure == null ? "" : String.valueOf(failure.getMessage());
    return NOT_MASTER_ERRORS.stream().anyMatch(text::contains) ? NOT_MASTER : TEMPORARY;
  }
}
