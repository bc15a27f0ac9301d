package io.wsfleet.operator.api.spec;

/** Who may use a volume at a time; the names are those of Kubernetes. */
public enum AccessMode {
  ReadWriteOnce,
  ReadWriteOncePod,
  ReadWriteMany
}
