package io.wsfleet.gateway.bus.redis;

/** What a connection subscribes to: one channel, or all channels whose names match a pattern. */
public record Topic(String name, boolean isPattern) {
  public static Topic channel(String name) {
    return new Topic(name, false);
  }
}
