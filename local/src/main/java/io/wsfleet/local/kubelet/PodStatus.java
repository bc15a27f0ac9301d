package io.wsfleet.local.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsfleet.local.kubelet.ContainerState.Ended;
import io.wsfleet.local.kubelet.ContainerState.Running;
import io.wsfleet.local.kubelet.ContainerState.Waiting;
import io.wsfleet.local.model.Json;
import io.wsfleet.local.model.Resource;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** The status of a pod, from what its containers are doing. */
final class PodStatus {
  private PodStatus() {}

  static ObjectNode of(Resource pod, String address, List<ContainerState> containers, Instant now) {
    ObjectNode status = Json.object();
    boolean running = containers.stream().anyMatch(one -> one.state() instanceof Running);
    boolean ran = containers.stream().anyMatch(one -> one.last() != null);
    status.put("phase", running || ran ? "Running" : "Pending");
    status.put("hostIP", "127.0.0.1");
    status.put("podIP", address);
    status.putArray("podIPs").addObject().put("ip", address);
    String started = pod.text("/status/startTime");
    status.put("startTime", started.isEmpty() ? now.toString() : started);
    status.put("qosClass", "Burstable");
    List<String> notReady =
        containers.stream().filter(c -> !c.ready()).map(c -> c.container().name()).toList();
    String message =
        notReady.isEmpty()
            ? ""
            : "containers with unready status: "
                + notReady.stream().collect(Collectors.joining(" ", "[", "]"));
    ArrayNode conditions = status.putArray("conditions");
    conditions.add(condition(pod, "PodScheduled", true, "", now));
    conditions.add(condition(pod, "Initialized", true, "", now));
    conditions.add(condition(pod, "ContainersReady", notReady.isEmpty(), message, now));
    conditions.add(condition(pod, "Ready", notReady.isEmpty(), message, now));
    ArrayNode statuses = status.putArray("containerStatuses");
    containers.forEach(container -> statuses.add(of(container)));
    return status;
  }

  private static ObjectNode condition(
      Resource pod, String type, boolean is, String message, Instant now) {
    String status = is ? "True" : "False";
    String since = now.toString();
    for (JsonNode before : pod.at("/status/conditions")) {
      if (before.path("type").asText().equals(type)
          && before.path("status").asText().equals(status)) {
        since = before.path("lastTransitionTime").asText();
      }
    }
    ObjectNode condition =
        Json.object().put("type", type).put("status", status).put("lastTransitionTime", since);
    return is ? condition : condition.put("reason", "ContainersNotReady").put("message", message);
  }

  private static ObjectNode of(ContainerState container) {
    ObjectNode status =
        Json.object()
            .put("name", container.container().name())
            .put("image", container.container().image())
            .put("imageID", "")
            .put("ready", container.ready())
            .put("started", container.started())
            .put("restartCount", container.restarts());
    ObjectNode state = status.putObject("state");
    if (container.state() instanceof Running running) {
      state.putObject("running").put("startedAt", running.since().toString());
      status.put("containerID", "process://" + running.pid());
    } else if (container.state() instanceof Waiting waiting) {
      state.putObject("waiting").put("reason", waiting.reason()).put("message", waiting.message());
    } else if (container.state() instanceof Ended ended) {
      state.set("terminated", terminated(ended));
    }
    Ended last = container.last();
    if (last != null) {
      status.putObject("lastState").set("terminated", terminated(last));
    }
    return status;
  }

  private static ObjectNode terminated(Ended ended) {
    return Json.object()
        .put("exitCode", ended.code())
        .put("reason", ended.reason())
        .put("startedAt", ended.from().toString())
        .put("finishedAt", ended.at().toString());
  }
}
