package io.wsfleet.gateway.socketio;

import java.util.List;

/**
 * A JSON value as text, and what its placeholders stand for. Nobody may change the arrays: they are
 * shared.
 */
public record Payload(String json, List<byte[]> attachments) {
  /** The arguments of an answer that says nothing. */
  public static final Payload NO_ARGUMENTS = new Payload("[]", List.of());

  public static Payload of(String json) {
    return new Payload(json, List.of());
  }
}
