package io.wsfleet.local.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsfleet.local.model.Json;
import io.wsfleet.local.model.Kind;
import io.wsfleet.local.model.Kinds;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The defaults of built-in kinds, as far as anything here or in kubectl's output reads them. */
final class BuiltInDefaults {
  private BuiltInDefaults() {}

  static void fill(Kind kind, ObjectNode object) {
    if (kind.equals(Kinds.DEPLOYMENT)) {
      deployment(Json.child(object, "spec"));
    } else if (kind.equals(Kinds.REPLICA_SET)) {
      absent(Json.child(object, "spec"), "replicas", 1);
    } else if (kind.equals(Kinds.SERVICE)) {
      service(Json.child(object, "spec"));
    } else if (kind.equals(Kinds.POD)) {
      pod(Json.child(object, "spec"));
      // There is one node, so nobody has to choose it.
      absent(Json.child(object, "spec"), "nodeName", Kinds.ONLY_NODE);
    } else if (kind.equals(Kinds.SECRET)) {
      secret(object);
    }
  }

  private static void deployment(ObjectNode spec) {
    absent(spec, "replicas", 1);
    absent(spec, "revisionHistoryLimit", 10);
    absent(spec, "progressDeadlineSeconds", 600);
    ObjectNode strategy = Json.child(spec, "strategy");
    absent(strategy, "type", "RollingUpdate");
    if (strategy.path("type").asText().equals("RollingUpdate")) {
      ObjectNode rolling = Json.child(strategy, "rollingUpdate");
      absent(rolling, "maxSurge", "25%");
      absent(rolling, "maxUnavailable", "25%");
    } else {
      strategy.remove("rollingUpdate");
    }
    pod(Json.child(Json.child(spec, "template"), "spec"));
  }

  private static void pod(ObjectNode spec) {
    absent(spec, "restartPolicy", "Always");
    absent(spec, "terminationGracePeriodSeconds", 30);
    absent(spec, "dnsPolicy", "ClusterFirst");
    absent(spec, "schedulerName", "default-scheduler");
    for (JsonNode container : spec.path("containers")) {
      for (JsonNode port : container.path("ports")) {
        absent((ObjectNode) port, "protocol", "TCP");
      }
    }
  }

  private static void service(ObjectNode spec) {
    absent(spec, "type", "ClusterIP");
    absent(spec, "sessionAffinity", "None");
    for (JsonNode each : spec.path("ports")) {
      ObjectNode port = (ObjectNode) each;
      absent(port, "protocol", "TCP");
      if (!port.has("targetPort")) {
        port.set("targetPort", port.path("port"));
      }
    }
    if (spec.path("sessionAffinity").asText().equals("ClientIP")) {
      absent(
          Json.child(Json.child(spec, "sessionAffinityConfig"), "clientIP"),
          "timeoutSeconds",
          10800);
    } else {
      spec.remove("sessionAffinityConfig");
    }
  }

  /** What is written in plain text becomes data, as the API server does it. */
  private static void secret(ObjectNode secret) {
    absent(secret, "type", "Opaque");
    if (secret.remove("stringData") instanceof ObjectNode plain) {
      ObjectNode data = Json.child(secret, "data");
      plain
          .properties()
          .forEach(
              entry ->
                  data.put(
                      entry.getKey(),
                      Base64.getEncoder()
                          .encodeToString(
                              entry.getValue().asText().getBytes(StandardCharsets.UTF_8))));
    }
  }

  private static void absent(ObjectNode object, String field, String value) {
    if (!object.has(field)) {
      object.put(field, value);
    }
  }

  private static void absent(ObjectNode object, String field, int value) {
    if (!object.has(field)) {
      object.put(field, value);
    }
  }
}
