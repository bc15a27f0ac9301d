package io.wsfleet.operator.api.spec;

/** Whether the Service sends a client address back to the same gateway, in Kubernetes' words. */
public enum SessionAffinity {
  ClientIP,
  None
}
