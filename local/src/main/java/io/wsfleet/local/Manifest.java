package io.wsfleet.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsfleet.local.model.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/** The objects of the YAML file that a user starts. */
record Manifest(List<ObjectNode> objects) {

  static Manifest read(Path file) throws StartupException {
    if (!Files.isReadable(file)) {
      throw new StartupException(
          "there is no file %s to read a WebSocketCluster from".formatted(file));
    }
    try {
      return new Manifest(Json.parseYamlDocuments(Files.readString(file)));
    } catch (IOException e) {
      throw new StartupException("%s is not YAML: %s".formatted(file, e.getMessage()));
    }
  }

  /** The smallest fleet that runs each program once, on no node port. */
  static Manifest forTraining() {
    ObjectNode cluster =
        Json.object().put("apiVersion", "wsfleet.io/v1alpha1").put("kind", "WebSocketCluster");
    cluster.putObject("metadata").put("name", "training");
    cluster.withObject("/spec/gateway").put("replicas", 1);
    cluster.withObject("/spec/redis").put("replicas", 0);
    cluster.withObject("/spec/service").put("type", "ClusterIP");
    return new Manifest(List.of(cluster));
  }

  List<String> clusters() {
    return objects.stream()
        .filter(object -> object.path("kind").asText().equals("WebSocketCluster"))
        .map(object -> object.at("/metadata/name").asText())
        .toList();
  }

  /** One sentence for each node port that the file asks for and that is in use. */
  List<String> portConflicts(IntPredicate isFree) {
    List<String> taken = new ArrayList<>();
    for (ObjectNode object : objects) {
      JsonNode port = object.at("/spec/service/nodePort");
      if (port.isInt() && port.asInt() > 0 && port.asInt() < 65536 && !isFree.test(port.asInt())) {
        taken.add(
            ("service port %d (spec.service.nodePort of %s) is taken: another program on this machine"
                    + " listens on localhost:%d; end it, or give %s another nodePort"
                    + " (30000 to 32767)")
                .formatted(
                    port.asInt(),
                    object.at("/metadata/name").asText(),
                    port.asInt(),
                    object.at("/metadata/name").asText()));
      }
    }
    return taken;
  }
}
