package io.wsfleet.gateway.session.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsfleet.gateway.bus.StreamPosition;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The encoding of a saved session: JSON in ASCII, since names may contain lone surrogates. */
public final class SessionFormat {
  private static final int VERSION = 1;
  private static final ObjectMapper JSON =
      new ObjectMapper(JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build());

  private SessionFormat() {}

  public static String encode(Session session) {
    ObjectNode json =
        JSON.createObjectNode()
            .put("v", VERSION)
            .put("id", session.id())
            .put("namespace", session.namespace())
            .put("data", session.data())
            .put("since", session.connectedPosition().toString())
            .put("at", session.savedPosition().toString())
            .put("delivered", session.deliveredPosition().toString());
    session.rooms().forEach(json.putArray("rooms")::add);
    try {
      return JSON.writeValueAsString(json);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  public static Session decode(String text) throws IOException {
    JsonNode json = JSON.readTree(text);
    if (json.path("v").asInt() != VERSION) {
      throw new IOException("unknown session version");
    }
    Set<String> rooms = new HashSet<>();
    json.path("rooms").forEach(room -> rooms.add(room.asText()));
    return new Session(
        json.path("id").asText(),
        json.path("namespace").asText(),
        rooms,
        json.path("data").asText(),
        offset(json.path("since")),
        offset(json.path("at")),
        offset(json.path("delivered")));
  }

  private static StreamPosition offset(JsonNode text) throws IOException {
    @Nullable StreamPosition streamPosition = StreamPosition.parse(text.asText());
    if (streamPosition == null) {
      throw new IOException("session without a valid offset");
    }
    return streamPosition;
  }
}
