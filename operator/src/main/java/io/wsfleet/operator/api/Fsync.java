package io.wsfleet.operator.api;

/** When what Redis has written is brought to the disk. */
public enum Fsync {
  EverySecond,
  Always
}
