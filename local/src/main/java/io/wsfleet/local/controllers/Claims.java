package io.wsfleet.local.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsfleet.local.model.Json;
import io.wsfleet.local.model.Kinds;
import io.wsfleet.local.model.Resource;
import java.util.ArrayList;
import java.util.List;

/**
 * Binds each PersistentVolumeClaim at once to a volume of its own. A finalizer keeps a deleted
 * claim until no pod mounts it any more, as in a cluster; its volume goes with it.
 */
final class Claims {
  private static final String PROTECTION = "kubernetes.io/pvc-protection";

  private Claims() {}

  static List<Step> steps(World world) {
    List<Step> steps = new ArrayList<>();
    for (Resource claim : world.of(Kinds.CLAIM)) {
      if (claim.isDeleting() && isProtected(claim) && !isMounted(world, claim)) {
        steps.add(new Step.Set(claim.ref(), released(claim)));
      } else if (!claim.isDeleting() && claim.text("/spec/volumeName").isEmpty()) {
        steps.add(new Step.Set(claim.ref(), bound(claim)));
      } else if (!claim.isDeleting() && claim.text("/status/phase").isEmpty()) {
        steps.add(new Step.Report(claim.ref(), status(claim)));
      }
    }
    return steps;
  }

  private static boolean isProtected(Resource claim) {
    for (JsonNode finalizer : claim.at("/metadata/finalizers")) {
      if (finalizer.asText().equals(PROTECTION)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isMounted(World world, Resource claim) {
    return world.of(Kinds.POD).stream()
        .filter(pod -> pod.namespace().equals(claim.namespace()))
        .flatMap(pod -> pod.at("/spec/volumes").findValuesAsText("claimName").stream())
        .anyMatch(claim.name()::equals);
  }

  private static ObjectNode bound(Resource claim) {
    ObjectNode fields = claim.copy().retain("metadata", "spec");
    fields.withObject("/metadata").withArray("finalizers").add(PROTECTION);
    fields.withObject("/spec").put("volumeName", "pvc-" + claim.uid());
    return fields;
  }

  private static ObjectNode released(Resource claim) {
    ObjectNode fields = claim.copy().retain("metadata");
    List<JsonNode> others = new ArrayList<>();
    for (JsonNode finalizer : claim.at("/metadata/finalizers")) {
      if (!finalizer.asText().equals(PROTECTION)) {
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
