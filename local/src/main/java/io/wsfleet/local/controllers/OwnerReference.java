package io.wsfleet.local.controllers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsfleet.local.model.Json;
import io.wsfleet.local.model.Resource;

/** The owner reference of a controlled object. */
final class OwnerReference {
  private OwnerReference() {}

  static ObjectNode of(Resource owner) {
    return Json.object()
        .put("apiVersion", owner.kind().apiVersion())
        .put("kind", owner.kind().kind())
        .put("name", owner.name())
        .put("uid", owner.uid())
        .put("controller", true)
        .put("blockOwnerDeletion", true);
  }
}
