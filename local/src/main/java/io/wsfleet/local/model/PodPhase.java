package io.wsfleet.local.model;

import com.fasterxml.jackson.databind.JsonNode;

/** The state of a pod in one word, as {@code kubectl get pods} shows it. */
public final class PodPhase {
  private PodPhase() {}

  public static String of(Resource pod) {
    if (pod.isDeleting()) {
      return "Terminating";
    }
    for (JsonNode container : pod.at("/status/containerStatuses")) {
      String waiting = container.at("/state/waiting/reason").asText("");
      if (!waiting.isEmpty()) {
        return waiting;
      }
    }
    String phase = pod.text("/status/phase");
    return phase.isEmpty() ? "Pending" : phase;
  }

  public static long restarts(Resource pod) {
    long restarts = 0;
    for (JsonNode container : pod.at("/status/containerStatuses")) {
      restarts += container.path("restartCount").asLong();
    }
    return restarts;
  }
}
