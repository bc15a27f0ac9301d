package io.wsfleet.local.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The preStop hook of a container. */
sealed interface PreStop {

  /** Runs a command. */
  record Exec(List<String> command) implements PreStop {}

  /** Waits. */
  record Sleep(Duration time) implements PreStop {}

  /** A kind of hook that is not supported here. */
  record Unsupported(String action) implements PreStop {}

  static @Nullable PreStop of(JsonNode preStop) {
    if (preStop.has("exec")) {
      List<String> command = new ArrayList<>();
      preStop.at("/exec/command").forEach(word -> command.add(word.asText()));
      return new Exec(List.copyOf(command));
    }
    if (preStop.has("sleep")) {
      return new Sleep(Duration.ofSeconds(preStop.at("/sleep/seconds").asLong()));
    }
    return preStop.isEmpty() ? null : new Unsupported(preStop.fieldNames().next());
  }
}
