package io.wsfleet.operator.api.spec;

/** The session affinity of the Service, with the names of Kubernetes. */
public enum SessionAffinity {
  ClientIP,
  None
}
