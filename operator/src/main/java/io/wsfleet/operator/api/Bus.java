package io.wsfleet.operator.api;

/** What carries messages from gateway to gateway; the names are those that the resource takes. */
public enum Bus {
  Durable,
  PubSub
}
