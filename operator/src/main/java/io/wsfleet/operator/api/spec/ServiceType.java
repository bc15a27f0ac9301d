package io.wsfleet.operator.api.spec;

/** How the Service is reached; the names are those of Kubernetes. */
public enum ServiceType {
  NodePort,
  ClusterIP,
  LoadBalancer
}
