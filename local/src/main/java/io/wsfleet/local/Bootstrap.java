package io.wsfleet.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsfleet.local.api.ApiFailure;
import io.wsfleet.local.api.Cluster;
import io.wsfleet.local.api.Served;
import io.wsfleet.local.api.Write;
import io.wsfleet.local.api.Write.Unknown;
import io.wsfleet.local.model.Json;
import io.wsfleet.local.model.Kind;
import io.wsfleet.local.model.Kinds;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What a fresh cluster gets: the node, namespaces, the definitions, the operator, the sample. */
record Bootstrap(Cluster cluster) {
  private static final Write BY_US = new Write("wsfleet-local", "", Unknown.REFUSED, true, false);

  void nodeAndNamespaces() {
    ObjectNode node = named(Kinds.ONLY_NODE);
    cluster.create(Kinds.NODE, "", node, BY_US);
    cluster.change(
        Kinds.NODE.ref("", Kinds.ONLY_NODE),
        object -> {
          ObjectNode status = Json.child(object, "status");
          status.putArray("conditions").addObject().put("type", "Ready").put("status", "True");
          status
              .putArray("addresses")
              .addObject()
              .put("type", "InternalIP")
              .put("address", "127.0.0.1");
          return object;
        },
        BY_US.toStatus());
    for (String name : List.of("default", "kube-system", "wsfleet-system")) {
      cluster.create(Kinds.NAMESPACE, "", named(name), BY_US);
    }
  }

  void definitions(Path folder) throws IOException, Refusal {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
        apply(Json.parseYamlDocuments(Files.readString(file)));
      }
    }
  }

  void operator() throws IOException, Refusal {
    try (InputStream in = Bootstrap.class.getResourceAsStream("/operator.yaml")) {
      if (in == null) {
        throw new IllegalStateException("operator.yaml is missing in the jar");
      }
      apply(Json.parseYamlDocuments(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
    }
  }

  void apply(List<ObjectNode> objects) throws Refusal {
    for (ObjectNode object : objects) {
      String name = object.at("/metadata/name").asText();
      String namespace = object.at("/metadata/namespace").asText("default");
      try {
        cluster.apply(kind(object).ref(namespace, name), object, BY_US);
      } catch (ApiFailure failure) {
        throw new Refusal(String.valueOf(failure.getMessage()));
      }
    }
  }

  private Kind kind(ObjectNode object) throws Refusal {
    String apiVersion = object.path("apiVersion").asText();
    String kind = object.path("kind").asText();
    return cluster.served().stream()
        .map(Served::kind)
        .filter(one -> one.apiVersion().equals(apiVersion) && one.kind().equals(kind))
        .findFirst()
        .orElseThrow(() -> new Refusal("there is no kind %s in %s".formatted(kind, apiVersion)));
  }

  private static ObjectNode named(String name) {
    ObjectNode object = Json.object();
    object.putObject("metadata").put("name", name);
    return object;
  }
}
