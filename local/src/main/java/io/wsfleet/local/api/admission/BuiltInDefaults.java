package io.wsfleet.local.api.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsfleet.local.model.Json;
import io.wsfleet.local.model.Kind;
import io.wsfleet.local.model.Kinds;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * Fills in the defaults of built-in kinds, as far as this program or the output of kubectl reads
 * them.
 */
final class BuiltInDefaults implements AdmissionStep {

  @Override
  public void admit(AdmissionRequest request, List<String> violations) {
    fill(request.kind(), request.object());
  }

  private static void fill(Kind kind, ObjectNode object) {
    if (kind.equals(Kinds.DEPLOYMENT)) {
      deployment(Json.child(object, "spec"));
    } else if (kind.equals(Kinds.REPLICA_SET)) {
      setIfAbsent(Json.child(object, "spec"), "replicas", 1);
    } else if (kind.equals(Kinds.SERVICE)) {
      service(Json.child(object, "spec"));
    } else if (kind.equals(Kinds.POD)) {
      pod(Json.child(object, "spec"));
      // There is one node, so there is no scheduler.
      setIfAbsent(Json.child(object, "spec"), "nodeName", Kinds.NODE_NAME);
    } else if (kind.equals(Kinds.SECRET)) {
      secret(object);
    }
  }

  private static void deployment(ObjectNode spec) {
    setIfAbsent(spec, "replicas", 1);
    setIfAbsent(spec, "revisionHistoryLimit", 10);
    setIfAbsent(spec, "progressDeadlineSeconds", 600);
    ObjectNode strategy = Json.child(spec, "strategy");
    setIfAbsent(strategy, "type", "RollingUpdate");
    if (strategy.path("type").asText().equals("RollingUpdate")) {
      ObjectNode rolling = Json.child(strategy, "rollingUpdate");
      setIfAbsent(rolling, "maxSurge", "25%");
      setIfAbsent(rolling, "maxUnavailable", "25%");
    } else {
      strategy.remove("rollingUpdate");
    }
    pod(Json.child(Json.child(spec, "template"), "spec"));
  }

  private static void pod(ObjectNode spec) {
    setIfAbsent(spec, "restartPolicy", "Always");
    setIfAbsent(spec, "terminationGracePeriodSeconds", 30);
    setIfAbsent(spec, "dnsPolicy", "ClusterFirst");
    setIfAbsent(spec, "schedulerName", "default-scheduler");
    for (JsonNode container : spec.path("containers")) {
      for (JsonNode port : container.path("ports")) {
        setIfAbsent((ObjectNode) port, "protocol", "TCP");
      }
    }
  }

  private static void service(ObjectNode spec) {
    setIfAbsent(spec, "type", "ClusterIP");
    setIfAbsent(spec, "sessionAffinity", "None");
    for (JsonNode each : spec.path("ports")) {
      ObjectNode port = (ObjectNode) each;
      setIfAbsent(port, "protocol", "TCP");
      if (!port.has("targetPort")) {
        port.set("targetPort", port.path("port"));
      }
    }
    if (spec.path("sessionAffinity").asText().equals("ClientIP")) {
      setIfAbsent(
          Json.child(Json.child(spec, "sessionAffinityConfig"), "clientIP"),
          "timeoutSeconds",
          10800);
    } else {
      spec.remove("sessionAffinityConfig");
    }
  }

  /** Moves the values of stringData to data, in base64, as the API server does. */
  private static void secret(ObjectNode secret) {
    setIfAbsent(secret, "type", "Opaque");
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

  private static void setIfAbsent(ObjectNode object, String field, String value) {
    if (!object.has(field)) {
      object.put(field, value);
    }
  }

  private static void setIfAbsent(ObjectNode object, String field, int value) {
    if (!object.has(field)) {
      object.put(field, value);
    }
  }
}
