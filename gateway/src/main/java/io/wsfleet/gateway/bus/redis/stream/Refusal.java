package io.wsfleet.gateway.bus.redis.stream;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What it means that Redis has not taken what was written. */
enum Refusal {
  /** It is not the master any more, or not yet: whoever is, is to be looked for. */
  NO_MASTER,
  /** It may take it in a moment: it has no replicas, no history, no scripts, or no memory. */
  PASSING;

  // Anywhere in the text: before 7.0 an error within a script is told inside of another.
  private static final List<String> SIGNS =
      List.of("READONLY", "UNBLOCKED", "MASTERDOWN", "LOADING");

  static Refusal of(@Nullable Throwable failure) {
    String text = failure == null ? "" : String.valueOf(failure.getMessage());
    return SIGNS.stream().anyMatch(text::contains) ? NO_MASTER : PASSING;
  }
}
