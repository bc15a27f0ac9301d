package io.wsfleet.gateway.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.wsfleet.gateway.socketio.protocol.JsonText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** A body that is a JSON object, as it came and as what it says. */
record RequestBody(String text, JsonObject object) {
  static final RequestBody NONE = new RequestBody("{}", new JsonObject());

  /** Throws a {@link ProblemException} if it is none. */
  static RequestBody read(JsonText json, Buffer bytes) {
    String text = utf8(bytes);
    try (JsonParser parser = json.parser(text)) {
      // Vert.x reads with the same library, but without our limit on how deep it may be nested.
      while (parser.nextToken() != null) {}
    } catch (IOException malformed) {
      throw new ProblemException(Problem.invalid("", "it is not JSON, or nested too deep"));
    }
    try {
      return new RequestBody(text, new JsonObject(text));
    } catch (DecodeException noObject) {
      throw new ProblemException(Problem.invalid("", "it is no JSON object"));
    }
  }

  /** An array of the object as it came, character by character, or {@code otherwise}. */
  String array(JsonText json, String member, String defaultValue) {
    String found = defaultValue;
    try (JsonParser parser = json.parser(text)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean wanted = parser.currentName().equals(member);
        parser.nextToken();
        int start = Math.toIntExact(parser.currentTokenLocation().getCharOffset());
        parser.skipChildren();
        if (wanted) {
          found = text.substring(start, Math.toIntExact(parser.currentLocation().getCharOffset()));
        }
      }
      return found;
    } catch (IOException malformed) {
      throw new IllegalStateException("a body that was read before", malformed);
    }
  }

  private static String utf8(Buffer bytes) {
    try {
      ByteBuffer buffer = ByteBuffer.wrap(bytes.getBytes());
      return StandardCharsets.UTF_8.newDecoder().decode(buffer).toString();
    } catch (CharacterCodingException malformed) {
      throw new ProblemException(Problem.invalid("", "it is not UTF-8"));
    }
  }
}
