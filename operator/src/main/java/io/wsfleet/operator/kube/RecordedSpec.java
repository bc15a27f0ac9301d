package io.wsfleet.operator.kube;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.wsfleet.operator.api.WebSocketCluster;
import io.wsfleet.operator.api.spec.WebSocketClusterSpec;
import java.util.Optional;

/**
 * The spec that a Deployment was made for, which is recorded in it. So a later version of the
 * operator, whose pod templates differ, can tell whether the user has changed anything.
 */
public final class RecordedSpec {

  /** Annotations of an object may have 256 KiB together. */
  private static final int MAX_LENGTH = 100_000;

  private static final ObjectMapper JSON =
      new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

  private RecordedSpec() {}

  /** Empty for a spec that is too long: then the Deployment counts as made for another one. */
  public static String of(WebSocketClusterSpec spec) {
    try {
      var json = JSON.writeValueAsString(spec);
      return json.length() > MAX_LENGTH ? "" : json;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A spec that was read as JSON is valid JSON", e);
    }
  }

  /** The resource as it was when the Deployment was made; empty if it is not recorded. */
  public static Optional<WebSocketCluster> read(Deployment deployment, WebSocketCluster cluster) {
    var json = Annotations.value(deployment, Annotations.SPEC);
    if (json.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(cluster.withSpec(JSON.readValue(json, WebSocketClusterSpec.class)));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
