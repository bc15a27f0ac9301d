package io.wsfleet.local.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsfleet.local.model.Json;
import io.wsfleet.local.model.Kinds;
import io.wsfleet.local.model.LabelSelector;
import io.wsfleet.local.model.Resource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The endpoints controller: for each Service the addresses of the ready pods that it selects. The
 * Service does not own the list: if it is deleted by hand and created again at once, the list
 * stays.
 */
final class Endpoints {
  private static final String MANAGED_BY = "endpoints.kubernetes.io/managed-by";

  private Endpoints() {}

  static List<Action> reconcile(ClusterSnapshot clusterSnapshot) {
    List<Action> steps = new ArrayList<>();
    List<Resource> lists = clusterSnapshot.of(Kinds.ENDPOINTS);
    for (Resource service : clusterSnapshot.of(Kinds.SERVICE)) {
      if (service.at("/spec/selector").isEmpty()) {
        continue;
      }
      ArrayNode subsets = subsets(clusterSnapshot, service);
      Resource list = existing(lists, service);
      if (list == null) {
        steps.add(
            new Action.Create(Kinds.ENDPOINTS, service.namespace(), object(service, subsets)));
      } else if (!list.at("/subsets").equals(subsets)) {
        ObjectNode fields = Json.object();
        fields.set("subsets", subsets);
        steps.add(new Action.SetFields(list.ref(), fields));
      }
    }
    for (Resource list : lists) {
      if (list.labels().containsKey(MANAGED_BY)
          && clusterSnapshot.of(Kinds.SERVICE).stream().noneMatch(s -> isOf(list, s))) {
        steps.add(new Action.Delete(list.ref()));
      }
    }
    return steps;
  }

  private static @Nullable Resource existing(List<Resource> lists, Resource service) {
    return lists.stream().filter(list -> isOf(list, service)).findFirst().orElse(null);
  }

  private static boolean isOf(Resource list, Resource service) {
    return list.name().equals(service.name()) && list.namespace().equals(service.namespace());
  }

  private static ArrayNode subsets(ClusterSnapshot clusterSnapshot, Resource service) {
    LabelSelector labelSelector = LabelSelector.ofLabels(service.at("/spec/selector"));
    ArrayNode subsets = Json.object().arrayNode();
    for (Resource pod : clusterSnapshot.of(Kinds.POD)) {
      if (pod.namespace().equals(service.namespace())
          && labelSelector.matches(pod.labels())
          && isReady(pod)) {
        subsets.add(subset(service, pod));
      }
    }
    return subsets;
  }

  private static boolean isReady(Resource pod) {
    return !pod.isDeleting()
        && pod.condition("Ready").equals("True")
        && !pod.text("/status/podIP").isEmpty();
  }

  private static ObjectNode subset(Resource service, Resource pod) {
    ObjectNode subset = Json.object();
    ObjectNode address = subset.putArray("addresses").addObject();
    address.put("ip", pod.text("/status/podIP"));
    address
        .putObject("targetRef")
        .put("kind", "Pod")
        .put("namespace", pod.namespace())
        .put("name", pod.name())
        .put("uid", pod.uid());
    ArrayNode ports = subset.putArray("ports");
    for (JsonNode port : service.at("/spec/ports")) {
      ObjectNode target = ports.addObject();
      if (port.has("name")) {
        target.set("name", port.get("name"));
      }
      target.put("port", target(port, pod)).set("protocol", port.path("protocol"));
    }
    return subset;
  }

  private static int target(JsonNode port, Resource pod) {
    JsonNode target = port.path("targetPort");
    if (target.isInt()) {
      return target.asInt();
    }
    for (JsonNode container : pod.at("/spec/containers")) {
      for (JsonNode named : container.path("ports")) {
        if (named.path("name").asText().equals(target.asText())) {
          return named.path("containerPort").asInt();
        }
      }
    }
    return port.path("port").asInt();
  }

  private static ObjectNode object(Resource service, ArrayNode subsets) {
    ObjectNode list = Json.object();
    ObjectNode metadata = list.putObject("metadata").put("name", service.name());
    metadata.putObject("labels").put(MANAGED_BY, "wsfleet-local");
    list.set("subsets", subsets);
    return list;
  }
}
