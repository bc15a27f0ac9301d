package io.wsfleet.operator.api.spec;

/** Which clients get the offset that connection state recovery needs with each event. */
public enum OffsetMode {
  Detect,
  Always,
  Never
}
