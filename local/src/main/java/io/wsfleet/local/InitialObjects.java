package io.wsfleet.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsfleet.local.api.Registry;
import io.wsfleet.local.api.ServedKind;
import io.wsfleet.local.api.WriteOptions;
import io.wsfleet.local.api.WriteOptions.FieldValidation;
import io.wsfleet.local.model.Json;
import io.wsfleet.local.model.Kind;
import io.wsfleet.local.model.Kinds;
import io.wsfleet.local.model.StatusException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The objects of a new local cluster: node, namespaces, CustomResourceDefinitions, operator, and
 * those of the user's file.
 */
record InitialObjects(Registry registry) {
  private static final WriteOptions WRITE_OPTIONS =
      new WriteOptions("wsfleet-local", "", FieldValidation.STRICT, true, false);

  void createNodeAndNamespaces() {
    ObjectNode node = named(Kinds.NODE_NAME);
    registry.create(Kinds.NODE, "", node, WRITE_OPTIONS);
    registry.update(
        Kinds.NODE.ref("", Kinds.NODE_NAME),
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
        WRITE_OPTIONS.toStatus());
    for (String name : List.of("default", "kube-system", "wsfleet-system")) {
      registry.create(Kinds.NAMESPACE, "", named(name), WRITE_OPTIONS);
    }
  }

  void applyCustomResourceDefinitions(Path folder) throws IOException, StartupException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
        apply(file.toString(), Json.parseYamlDocuments(Files.readString(file)));
      }
    }
  }

  void applyOperator() throws IOException, StartupException {
    try (InputStream in = InitialObjects.class.getResourceAsStream("/operator.yaml")) {
      if (in == null) {
        throw new IllegalStateException("operator.yaml is missing in the jar");
      }
      apply(
          "operator.yaml",
          Json.parseYamlDocuments(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
    }
  }

  /** Applies the objects of a file, whose name begins each error. */
  void apply(String file, List<ObjectNode> objects) throws StartupException {
    for (ObjectNode object : objects) {
      String name = object.at("/metadata/name").asText();
      String namespace = object.at("/metadata/namespace").asText("default");
      try {
        registry.apply(kind(file, object).ref(namespace, name), object, WRITE_OPTIONS);
      } catch (StatusException failure) {
        throw new StartupException(file + ": " + failure.getMessage());
      }
    }
  }

  private Kind kind(String file, ObjectNode object) throws StartupException {
    String apiVersion = object.path("apiVersion").asText();
    String kind = object.path("kind").asText();
    return registry.served().stream()
        .map(ServedKind::kind)
        .filter(one -> one.apiVersion().equals(apiVersion) && one.kind().equals(kind))
        .findFirst()
        .orElseThrow(
            () ->
                new StartupException(
                    "%s: there is no kind \"%s\" in apiVersion \"%s\""
                        .formatted(file, kind, apiVersion)));
  }

  private static ObjectNode named(String name) {
    ObjectNode object = Json.object();
    object.putObject("metadata").put("name", name);
    return object;
  }
}
