package io.wsfleet.operator.api.spec;

/** The access mode of a volume, with the names of Kubernetes. */
public enum AccessMode {
  ReadWriteOnce,
  ReadWriteOncePod,
  ReadWriteMany
}
