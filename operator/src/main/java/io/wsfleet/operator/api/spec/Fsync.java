package io.wsfleet.operator.api.spec;

/** When Redis writes to the disk. */
public enum Fsync {
  EverySecond,
  Always
}
