package io.wsfleet.operator.api.spec;

/** How messages get from gateway to gateway; the names are those in the resource. */
public enum BusMode {
  Durable,
  PubSub
}
