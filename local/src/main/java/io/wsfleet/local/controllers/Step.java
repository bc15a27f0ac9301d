package io.wsfleet.local.controllers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsfleet.local.model.Kind;
import io.wsfleet.local.model.Ref;

/** One change that a controller asks for. */
public sealed interface Step {

  /** A new object. */
  record Create(Kind kind, String namespace, ObjectNode object) implements Step {}

  /** Another {@code spec.replicas}. */
  record Scale(Ref ref, int replicas) implements Step {}

  /** Another status, as a whole. */
  record Report(Ref ref, ObjectNode status) implements Step {}

  /** Another value of one field at the top of an object. */
  record Set(Ref ref, ObjectNode fields) implements Step {}

  /** An object that is no longer wanted. */
  record Delete(Ref ref) implements Step {}
}
