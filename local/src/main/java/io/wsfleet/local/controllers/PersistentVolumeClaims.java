package io.wsfleet.local.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsfleet.local.model.Json;
import io.wsfleet.local.model.Kinds;
import io.wsfleet.local.model.Resource;
import java.util.ArrayList;
import java.util.List;

/**
 * Binds each PersistentVolumeClaim at once to a volume of its own. As in a cluster, a finalizer
 * keeps a deleted claim until no pod mounts it; then its volume is deleted too.
 */
final class PersistentVolumeClaims {
  private static final String PROTECTION_FINALIZER = "kubernetes.io/pvc-protection";

  private PersistentVolumeClaims() {}

  static List<Action> reconcile(ClusterSnapshot clusterSnapshot) {
    List<Action> steps = new ArrayList<>();
    for (Resource claim : clusterSnapshot.of(Kinds.PERSISTENT_VOLUME_CLAIM)) {
      if (claim.isDeleting() && isProtected(claim) && !isMounted(clusterSnapshot, claim)) {
        steps.add(new Action.SetFields(claim.ref(), releaseFinalizer(claim)));
      } else if (!claim.isDeleting() && claim.text("/spec/volumeName").isEmpty()) {
        steps.add(new Action.SetFields(claim.ref(), bind(claim)));
      } else if (!claim.isDeleting() && claim.text("/status/phase").isEmpty()) {
        steps.add(new Action.UpdateStatus(claim.ref(), status(claim)));
      }
    }
    return steps;
  }

  private static boolean isProtected(Resource claim) {
    for (JsonNode finalizer : claim.at("/metadata/finalizers")) {
      if (finalizer.asText().equals(PROTECTION_FINALIZER)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isMounted(ClusterSnapshot clusterSnapshot, Resource claim) {
    return clusterSnapshot.of(Kinds.POD).stream()
        .filter(pod -> pod.namespace().equals(claim.namespace()))
        .flatMap(pod -> pod.at("/spec/volumes").findValuesAsText("claimName").stream())
        .anyMatch(claim.name()::equals);
  }

  private static ObjectNode bind(Resource claim) {
    ObjectNode fields = claim.copy().retain("metadata", "spec");
    fields.withObject("/metadata").withArray("finalizers").add(PROTECTION_FINALIZER);
    fields.withObject("/spec").put("volumeName", "pvc-" + claim.uid());
    return fields;
  }

  private static ObjectNode releaseFinalizer(Resource claim) {
    ObjectNode fields = claim.copy().retain("metadata");
    List<JsonNode> others = new ArrayList<>();
    for (JsonNode finalizer : claim.at("/metadata/finalizers")) {
      if (!finalizer.asText().equals(PROTECTION_FINALIZER)) {
        others.add(finalizer);
      }
    }
    fields.withObject("/metadata").putArray("finalizers").addAll(others);
    return fields;
  }

  private static ObjectNode status(Resource claim) {
    ObjectNode status = Json.object().put("phase", "Bound");
    status.set("accessModes", claim.at("/spec/accessModes").deepCopy());
    status.set("capacity", claim.at("/spec/resources/requests").deepCopy());
    return status;
  }
}
