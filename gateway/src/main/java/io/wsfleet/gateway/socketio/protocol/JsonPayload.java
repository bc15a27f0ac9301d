package io.wsfleet.gateway.socketio.protocol;

import java.util.List;

/**
 * A JSON value as text and the data of its placeholders; do not change the arrays, they are shared.
 */
public record JsonPayload(String json, List<byte[]> attachments) {
  /** An acknowledgement without arguments. */
  public static final JsonPayload NO_ARGUMENTS = new JsonPayload("[]", List.of());

  public static JsonPayload of(String json) {
    return new JsonPayload(json, List.of());
  }
}
