package io.wsfleet.local.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsfleet.local.model.Json;
import io.wsfleet.local.model.Kind;
import io.wsfleet.local.model.Resource;
import io.wsfleet.local.model.StatusException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The fields of an object's metadata that only the API server writes. */
final class ObjectMetadata {
  private static final String SUFFIX_ALPHABET = "bcdfghjklmnpqrstvwxz2456789";
  private static final List<String> SYSTEM_FIELDS =
      List.of(
          "name",
          "namespace",
          "uid",
          "creationTimestamp",
          "generation",
          "resourceVersion",
          "deletionTimestamp",
          "deletionGracePeriodSeconds");

  private final RandomGenerator random;

  ObjectMetadata(RandomGenerator random) {
    this.random = random;
  }

  /** Sets the namespace of the path, and generates a name if the object asks for one. */
  void assignName(Kind kind, String namespace, ObjectNode object) {
    ObjectNode metadata = Json.child(object, "metadata");
    String stated = metadata.path("namespace").asText("");
    if (kind.namespaced()) {
      if (!stated.isEmpty() && !stated.equals(namespace)) {
        throw StatusException.badRequest(
            "the namespace of the object (%s) is not the namespace of the request (%s)"
                .formatted(stated, namespace));
      }
      metadata.put("namespace", namespace);
    } else {
      metadata.remove("namespace");
    }
    if (metadata.path("name").asText("").isEmpty() && metadata.has("generateName")) {
      metadata.put("name", metadata.get("generateName").asText() + suffix());
    }
    object.put("apiVersion", kind.apiVersion()).put("kind", kind.kind());
    metadata.remove(SYSTEM_FIELDS.subList(2, SYSTEM_FIELDS.size()));
  }

  /** Gives a new object its uid and creation time; an existing object keeps its own. */
  void fill(@Nullable Resource before, ObjectNode object, Instant now) {
    ObjectNode metadata = Json.child(object, "metadata");
    if (before == null) {
      metadata.put("uid", new UUID(random.nextLong(), random.nextLong()).toString());
      metadata.put("creationTimestamp", now.toString());
      metadata.put("generation", 1);
      return;
    }
    for (String name : SYSTEM_FIELDS) {
      JsonNode there = before.at("/metadata/" + name);
      if (there.isMissingNode()) {
        metadata.remove(name);
      } else {
        metadata.set(name, there);
      }
    }
    object.set("apiVersion", before.at("/apiVersion"));
    object.set("kind", before.at("/kind"));
    if (!withoutMetadata(before.json()).equals(withoutMetadata(object))) {
      metadata.put("generation", before.number("/metadata/generation", 1) + 1);
    }
  }

  private static ObjectNode withoutMetadata(ObjectNode object) {
    return object.deepCopy().without(List.of("metadata", "status"));
  }

  private String suffix() {
    StringBuilder suffix = new StringBuilder();
    for (int i = 0; i < 5; i++) {
      suffix.append(SUFFIX_ALPHABET.charAt(random.nextInt(SUFFIX_ALPHABET.length())));
    }
    return suffix.toString();
  }
}
