package io.wsfleet.operator.reconcile;

/** When a new version of the operator replaces the pods of an unchanged fleet. */
public enum UpgradePolicy {
  /** Never: a fleet stays as it is until its spec changes. */
  OnSpecChange,
  /** One fleet after the other. */
  Staggered
}
