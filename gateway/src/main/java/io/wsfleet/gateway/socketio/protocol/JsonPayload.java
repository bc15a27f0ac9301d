package io.wsfleet.gateway.socketio.protocol;

import java.util.List;

/**
 * A JSON value as text, and what its placeholders stand for. Nobody may change the arrays: they are
 * shared.
 */
public record JsonPayload(String json, List<byte[]> attachments) {
  /** The arguments of an answer that says nothing. */
  public static final JsonPayload NO_ARGUMENTS = new JsonPayload("[]", List.of());

  public static JsonPayload of(String json) {
    return new JsonPayload(json, List.of());
  }
}
