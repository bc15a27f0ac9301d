package io.wsfleet.local.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsfleet.local.kubelet.ContainerState.Running;
import io.wsfleet.local.kubelet.ContainerState.Terminated;
import io.wsfleet.local.kubelet.ContainerState.Waiting;
import io.wsfleet.local.model.Json;
import io.wsfleet.local.model.Resource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The status of a pod, from the states of its containers. Conditions of other controllers stay as
 * they are; those that are readiness gates decide together with the containers whether the pod is
 * ready.
 */
final class PodStatus {
  private static final Set<String> OWN_CONDITIONS =
      Set.of("PodScheduled", "Initialized", "ContainersReady", "Ready");

  private PodStatus() {}

  static ObjectNode of(Resource pod, String address, List<ContainerState> containers, Instant now) {
    ObjectNode status = Json.object();
    boolean running = containers.stream().anyMatch(one -> one.state() instanceof Running);
    boolean ran = containers.stream().anyMatch(one -> one.lastTermination() != null);
    status.put("phase", running || ran ? "Running" : "Pending");
    status.put("hostIP", "127.0.0.1");
    status.put("podIP", address);
    status.putArray("podIPs").addObject().put("ip", address);
    String started = pod.text("/status/startTime");
    status.put("startTime", started.isEmpty() ? now.toString() : started);
    status.put("qosClass", "Burstable");
    NotReadyReason containersReady = containersNotReady(containers);
    NotReadyReason ready = containersReady.isNone() ? readinessGatesNotMet(pod) : containersReady;
    ArrayNode conditions = status.putArray("conditions");
    conditions.add(condition(pod, "PodScheduled", NotReadyReason.NONE, now));
    conditions.add(condition(pod, "Initialized", NotReadyReason.NONE, now));
    conditions.add(condition(pod, "ContainersReady", containersReady, now));
    conditions.add(condition(pod, "Ready", ready, now));
    for (JsonNode condition : pod.at("/status/conditions")) {
      if (!OWN_CONDITIONS.contains(condition.path("type").asText())) {
        conditions.add(condition.deepCopy());
      }
    }
    ArrayNode statuses = status.putArray("containerStatuses");
    containers.forEach(container -> statuses.add(of(container)));
    return status;
  }

  /** The reason of a condition that is not true, in the words of a cluster's kubelet. */
  private record NotReadyReason(String reason, String message) {
    static final NotReadyReason NONE = new NotReadyReason("", "");

    boolean isNone() {
      return reason.isEmpty();
    }
  }

  private static NotReadyReason containersNotReady(List<ContainerState> containers) {
    List<String> names =
        containers.stream().filter(c -> !c.ready()).map(c -> c.containerSpec().name()).toList();
    return names.isEmpty()
        ? NotReadyReason.NONE
        : new NotReadyReason(
            "ContainersNotReady",
            "containers with unready status: [" + String.join(" ", names) + "]");
  }

  private static NotReadyReason readinessGatesNotMet(Resource pod) {
    List<String> closed = new ArrayList<>();
    for (JsonNode gate : pod.at("/spec/readinessGates")) {
      String type = gate.path("conditionType").asText();
      String status = pod.condition(type);
      if (!pod.hasCondition(type)) {
        closed.add(
            "corresponding condition of pod readiness gate \"%s\" does not exist.".formatted(type));
      } else if (!status.equals("True")) {
        closed.add(
            "the status of pod readiness gate \"%s\" is not \"True\", but %s"
                .formatted(type, status));
      }
    }
    return closed.isEmpty()
        ? NotReadyReason.NONE
        : new NotReadyReason("ReadinessGatesNotReady", String.join(", ", closed));
  }

  private static ObjectNode condition(
      Resource pod, String type, NotReadyReason notReadyReason, Instant now) {
    String status = notReadyReason.isNone() ? "True" : "False";
    String since = now.toString();
    for (JsonNode before : pod.at("/status/conditions")) {
      if (before.path("type").asText().equals(type)
          && before.path("status").asText().equals(status)) {
        since = before.path("lastTransitionTime").asText();
      }
    }
    ObjectNode condition =
        Json.object().put("type", type).put("status", status).put("lastTransitionTime", since);
    return notReadyReason.isNone()
        ? condition
        : condition.put("reason", notReadyReason.reason()).put("message", notReadyReason.message());
  }

  private static ObjectNode of(ContainerState container) {
    ObjectNode status =
        Json.object()
            .put("name", container.containerSpec().name())
            .put("image", container.containerSpec().image())
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
    } else if (container.state() instanceof Terminated terminated) {
      state.set("terminated", terminated(terminated));
    }
    Terminated last = container.lastTermination();
    if (last != null) {
      status.putObject("lastState").set("terminated", terminated(last));
    }
    return status;
  }

  private static ObjectNode terminated(Terminated terminated) {
    return Json.object()
        .put("exitCode", terminated.code())
        .put("reason", terminated.reason())
        .put("startedAt", terminated.from().toString())
        .put("finishedAt", terminated.at().toString());
  }
}
