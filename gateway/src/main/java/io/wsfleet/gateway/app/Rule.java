package io.wsfleet.gateway.app;

import org.jspecify.annotations.Nullable;

/**
 * What is done about an event that a client sends.
 *
 * @param on the name of the event
 * @param log whether a line is logged for each
 * @param broadcast what is sent on, if anything is
 */
public record Rule(String on, boolean log, @Nullable Broadcast broadcast) {

  /**
   * Sends the event on, its arguments as they came, under a name.
   *
   * @param room only to those in this room; to all if null
   */
  public record Broadcast(String event, To to, @Nullable String room) {}

  /** Everyone, or everyone but the sender. */
  public enum To {
    EVERYONE,
    OTHERS
  }
}
