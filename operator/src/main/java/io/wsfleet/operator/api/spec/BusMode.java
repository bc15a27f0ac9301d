package io.wsfleet.operator.api.spec;

/** What carries messages from gateway to gateway; the names are those that the resource takes. */
public enum BusMode {
  Durable,
  PubSub
}
