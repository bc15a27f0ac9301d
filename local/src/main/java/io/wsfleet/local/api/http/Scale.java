package io.wsfleet.local.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsfleet.local.model.Json;
import io.wsfleet.local.model.Kind.ScalePaths;
import io.wsfleet.local.model.Resource;
import io.wsfleet.local.model.StatusException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The scale subresource: reads and writes the replicas of any kind that has them. */
final class Scale {
  private Scale() {}

  static ObjectNode of(Resource resource) {
    ScalePaths paths = paths(resource.kind().scale());
    ObjectNode scale = Json.object().put("kind", "Scale").put("apiVersion", "autoscaling/v1");
    scale
        .putObject("metadata")
        .put("name", resource.name())
        .put("namespace", resource.namespace())
        .put("uid", resource.uid())
        .put("resourceVersion", resource.text("/metadata/resourceVersion"))
        .put("creationTimestamp", resource.text("/metadata/creationTimestamp"));
    scale.putObject("spec").put("replicas", resource.at(paths.specReplicas()).asInt());
    scale
        .putObject("status")
        .put("replicas", resource.at(paths.statusReplicas()).asInt())
        .put("selector", selector(resource, paths.selector()));
    return scale;
  }

  /** The object with the replicas of a scale. */
  static ObjectNode into(Resource resource, ObjectNode scale) {
    JsonNode replicas = scale.at("/spec/replicas");
    if (!replicas.canConvertToInt() || replicas.asInt() < 0) {
      throw StatusException.of(
          422,
          "Invalid",
          "Scale \"%s\" is invalid: spec.replicas: Invalid value: %s: must be greater than or equal to 0"
              .formatted(resource.name(), replicas));
    }
    String pointer = paths(resource.kind().scale()).specReplicas();
    int last = pointer.lastIndexOf('/');
    ObjectNode scaled = resource.copy();
    scaled.withObject(pointer.substring(0, last)).set(pointer.substring(last + 1), replicas);
    String version = scale.at("/metadata/resourceVersion").asText("");
    Json.child(scaled, "metadata").put("resourceVersion", version);
    return scaled;
  }

  private static ScalePaths paths(@Nullable ScalePaths paths) {
    if (paths == null) {
      throw StatusException.pathNotFound();
    }
    return paths;
  }

  private static String selector(Resource resource, String pointer) {
    if (!pointer.isEmpty()) {
      return resource.text(pointer);
    }
    Map<String, String> labels = Json.strings(resource.at("/spec/selector/matchLabels"));
    List<String> terms =
        labels.entrySet().stream().map(l -> l.getKey() + "=" + l.getValue()).toList();
    return terms.stream().collect(Collectors.joining(","));
  }
}
