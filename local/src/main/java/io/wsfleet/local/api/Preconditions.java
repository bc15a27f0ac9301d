package io.wsfleet.local.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsfleet.local.model.Kind;
import io.wsfleet.local.model.Kinds;
import io.wsfleet.local.model.Ref;
import io.wsfleet.local.model.Resource;
import io.wsfleet.local.model.StatusException;
import org.jspecify.annotations.Nullable;

/**
 * What must hold before a request may change the store. Each method throws the {@link
 * StatusException} with which Kubernetes refuses such a request.
 */
record Preconditions(ObjectStore objectStore) {

  Resource requirePresent(Ref ref) {
    return objectStore.get(ref).orElseThrow(() -> StatusException.notFound(ref));
  }

  void requireAbsent(Ref ref) {
    if (objectStore.get(ref).isPresent()) {
      throw StatusException.alreadyExists(ref);
    }
  }

  /** Requires the namespace of an object, if its kind has namespaces. */
  void requireNamespace(Kind kind, String namespace) {
    if (kind.namespaced()) {
      requirePresent(Kinds.NAMESPACE.ref("", namespace));
    }
  }

  /** Requires the resource version that a request names, if it names one and the object exists. */
  static void requireVersion(Ref ref, @Nullable Resource before, ObjectNode given) {
    String version = given.at("/metadata/resourceVersion").asText("");
    if (before != null
        && !version.isEmpty()
        && !version.equals(before.text("/metadata/resourceVersion"))) {
      throw StatusException.conflict(ref);
    }
  }

  /** Requires the object whose uid a request names, if it names one. */
  static void requireUid(Ref ref, @Nullable Resource before, ObjectNode given) {
    String uid = given.at("/metadata/uid").asText("");
    if (!uid.isEmpty() && (before == null || !uid.equals(before.uid()))) {
      throw StatusException.uidConflict(ref, uid);
    }
  }
}
