package io.wsfleet.operator.api.spec;

/** The type of the Service, with the names of Kubernetes. */
public enum ServiceType {
  NodePort,
  ClusterIP,
  LoadBalancer
}
