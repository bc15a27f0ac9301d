package io.wsfleet.local.controllers;

import io.wsfleet.local.model.Resource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** How many pods exist, are ready, and are available. */
record ReplicaCounts(int total, int ready, int available) {

  static ReplicaCounts of(List<Resource> pods, Duration minReady, Instant now) {
    int ready = 0;
    int available = 0;
    for (Resource pod : pods) {
      if (pod.condition("Ready").equals("True")) {
        ready++;
        if (!readySince(pod).plus(minReady).isAfter(now)) {
          available++;
        }
      }
    }
    return new ReplicaCounts(pods.size(), ready, available);
  }

  /** The pods that count: not ended and not terminating. */
  static boolean isActive(Resource pod) {
    String phase = pod.text("/status/phase");
    return !pod.isDeleting() && !phase.equals("Failed") && !phase.equals("Succeeded");
  }

  private static Instant readySince(Resource pod) {
    for (var condition : pod.at("/status/conditions")) {
      if (condition.path("type").asText().equals("Ready")) {
        return Instant.parse(condition.path("lastTransitionTime").asText());
      }
    }
    return Instant.MAX;
  }
}
