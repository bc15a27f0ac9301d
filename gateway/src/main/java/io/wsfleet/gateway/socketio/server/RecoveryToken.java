package io.wsfleet.gateway.socketio.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The recovery part of a client's auth: the secret id of its session and its last offset. */
public record RecoveryToken(String pid, @Nullable String offset) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Null if the auth, a JSON object, has no such part. */
  public static @Nullable RecoveryToken fromAuth(String auth) {
    if (!auth.contains("\"pid\"")) {
      return null;
    }
    try {
      JsonNode json = JSON.readTree(auth);
      JsonNode offset = json.path("offset");
      return json.path("pid").isTextual() && (offset.isTextual() || offset.isMissingNode())
          ? new RecoveryToken(json.path("pid").textValue(), offset.textValue())
          : null;
    } catch (IOException noJson) {
      return null;
    }
  }
}
