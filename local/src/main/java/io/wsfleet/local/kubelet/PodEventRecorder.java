package io.wsfleet.local.kubelet;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsfleet.local.api.Registry;
import io.wsfleet.local.api.WriteOptions;
import io.wsfleet.local.model.Json;
import io.wsfleet.local.model.Kinds;
import io.wsfleet.local.model.Resource;
import io.wsfleet.local.model.StatusException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** Records Kubernetes events about pods. */
record PodEventRecorder(Registry registry, InstantSource clock) {

  void record(Resource pod, String type, String reason, String message) {
    String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    ObjectNode event = Json.object();
    event.putObject("metadata").put("generateName", pod.name() + ".");
    event
        .putObject("involvedObject")
        .put("apiVersion", "v1")
        .put("kind", "Pod")
        .put("namespace", pod.namespace())
        .put("name", pod.name())
        .put("uid", pod.uid());
    event.put("type", type).put("reason", reason).put("message", message).put("count", 1);
    event.put("firstTimestamp", now).put("lastTimestamp", now);
    event.putObject("source").put("component", "kubelet");
    try {
      registry.create(Kinds.EVENT, pod.namespace(), event, WriteOptions.by("kubelet"));
    } catch (StatusException e) {
      // The namespace is gone, and with it whoever would read this.
    }
  }
}
