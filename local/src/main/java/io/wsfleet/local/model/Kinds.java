package io.wsfleet.local.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.wsfleet.local.model.Kind.ScalePaths;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The built-in kinds, and the conversion of a CustomResourceDefinition to a kind. */
public final class Kinds {
  public static final Kind NAMESPACE = core("Namespace", "namespaces", false, true, "ns");
  public static final Kind NODE = core("Node", "nodes", false, true, "no");
  public static final Kind POD = core("Pod", "pods", true, true, "po");
  public static final Kind SERVICE = core("Service", "services", true, true, "svc");
  public static final Kind ENDPOINTS = core("Endpoints", "endpoints", true, false, "ep");
  public static final Kind SECRET = core("Secret", "secrets", true, false);
  public static final Kind CONFIG_MAP = core("ConfigMap", "configmaps", true, false, "cm");
  public static final Kind PERSISTENT_VOLUME_CLAIM =
      core("PersistentVolumeClaim", "persistentvolumeclaims", true, true, "pvc");
  public static final Kind EVENT = core("Event", "events", true, false, "ev");
  public static final Kind EVENTS_V1_EVENT =
      of("events.k8s.io", "v1", "Event", "events", true, false, null, "ev");
  public static final Kind SERVICE_ACCOUNT =
      core("ServiceAccount", "serviceaccounts", true, false, "sa");
  public static final Kind DEPLOYMENT = apps("Deployment", "deployments", "deploy");
  public static final Kind REPLICA_SET = apps("ReplicaSet", "replicasets", "rs");
  public static final Kind POD_DISRUPTION_BUDGET =
      of("policy", "v1", "PodDisruptionBudget", "poddisruptionbudgets", true, true, null, "pdb");
  public static final Kind LEASE =
      of("coordination.k8s.io", "v1", "Lease", "leases", true, false, null);
  public static final Kind CUSTOM_RESOURCE_DEFINITION =
      of(
          "apiextensions.k8s.io",
          "v1",
          "CustomResourceDefinition",
          "customresourcedefinitions",
          false,
          true,
          null,
          "crd",
          "crds");

  public static final List<Kind> BUILT_IN =
      List.of(
          NAMESPACE,
          NODE,
          POD,
          SERVICE,
          ENDPOINTS,
          SECRET,
          CONFIG_MAP,
          PERSISTENT_VOLUME_CLAIM,
          EVENT,
          EVENTS_V1_EVENT,
          SERVICE_ACCOUNT,
          DEPLOYMENT,
          REPLICA_SET,
          POD_DISRUPTION_BUDGET,
          LEASE,
          CUSTOM_RESOURCE_DEFINITION);

  public static final String NODE_NAME = "local";

  private Kinds() {}

  /** The kind that a CustomResourceDefinition defines, in the version that it stores. */
  public static Optional<Kind> ofDefinition(Resource definition) {
    return storedVersion(definition)
        .map(
            version -> {
              JsonNode names = definition.at("/spec/names");
              List<String> shortNames = new ArrayList<>();
              names.path("shortNames").forEach(name -> shortNames.add(name.asText()));
              JsonNode subresources = version.path("subresources");
              return new Kind(
                  definition.text("/spec/group"),
                  version.path("name").asText(),
                  names.path("kind").asText(),
                  names.path("plural").asText(),
                  names
                      .path("singular")
                      .asText(names.path("kind").asText().toLowerCase(Locale.ROOT)),
                  List.copyOf(shortNames),
                  definition.text("/spec/scope").equals("Namespaced"),
                  subresources.has("status"),
                  scalePaths(subresources.path("scale")));
            });
  }

  /** The entry of {@code spec.versions} that is stored; the only one that is served here. */
  public static Optional<JsonNode> storedVersion(Resource definition) {
    for (JsonNode version : definition.at("/spec/versions")) {
      if (version.path("storage").asBoolean()) {
        return Optional.of(version);
      }
    }
    return Optional.empty();
  }

  private static @Nullable ScalePaths scalePaths(JsonNode scale) {
    return scale.isMissingNode()
        ? null
        : new ScalePaths(
            pointer(scale.path("specReplicasPath")),
            pointer(scale.path("statusReplicasPath")),
            pointer(scale.path("labelSelectorPath")));
  }

  private static String pointer(JsonNode path) {
    return path.asText("").replace('.', '/');
  }

  private static Kind core(
      String kind, String plural, boolean namespaced, boolean status, String... shortNames) {
    return of("", "v1", kind, plural, namespaced, status, null, shortNames);
  }

  private static Kind apps(String kind, String plural, String... shortNames) {
    ScalePaths scale = new ScalePaths("/spec/replicas", "/status/replicas", "");
    return of("apps", "v1", kind, plural, true, true, scale, shortNames);
  }

  private static Kind of(
      String group,
      String version,
      String kind,
      String plural,
      boolean namespaced,
      boolean status,
      @Nullable ScalePaths scale,
      String... shortNames) {
    return new Kind(
        group,
        version,
        kind,
        plural,
        kind.toLowerCase(Locale.ROOT),
        List.of(shortNames),
        namespaced,
        status,
        scale);
  }
}
