package io.wsfleet.local.controllers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsfleet.local.model.Kind;
import io.wsfleet.local.model.Ref;

/** One change that a controller wants. */
public sealed interface Action {

  /** Creates an object. */
  record Create(Kind kind, String namespace, ObjectNode object) implements Action {}

  /** Sets {@code spec.replicas}. */
  record Scale(Ref ref, int replicas) implements Action {}

  /** Replaces the status. */
  record UpdateStatus(Ref ref, ObjectNode status) implements Action {}

  /** Sets one field at the top of an object. */
  record SetFields(Ref ref, ObjectNode fields) implements Action {}

  /** Deletes an object. */
  record Delete(Ref ref) implements Action {}
}
