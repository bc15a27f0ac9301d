package io.wsfleet.local.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The owner references of an object. */
final class OwnerReferences {
  private OwnerReferences() {}

  static ObjectNode without(ObjectNode object, String uid) {
    if (object.at("/metadata/ownerReferences") instanceof ArrayNode references) {
      for (int i = references.size() - 1; i >= 0; i--) {
        if (references.get(i).path("uid").asText().equals(uid)) {
          references.remove(i);
        }
      }
    }
    return object;
  }
}
