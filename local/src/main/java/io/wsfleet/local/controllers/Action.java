package io.wsfleet.local.controllers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsfleet.local.model.Kind;
import io.wsfleet.local.model.Ref;

/** One change that a controller asks for. */
public sealed interface Action {

  /** A new object. */
  record Create(Kind kind, String namespace, ObjectNode object) implements Action {}

  /** Another {@code spec.replicas}. */
  record Scale(Ref ref, int replicas) implements Action {}

  /** Another status, as a whole. */
  record UpdateStatus(Ref ref, ObjectNode status) implements Action {}

  /** Another value of one field at the top of an object. */
  record SetFields(Ref ref, ObjectNode fields) implements Action {}

  /** An object that is no longer wanted. */
  record Delete(Ref ref) implements Action {}
}
