package io.wsfleet.operator.api.spec;

/** When what Redis has written is brought to the disk. */
public enum Fsync {
  EverySecond,
  Always
}
