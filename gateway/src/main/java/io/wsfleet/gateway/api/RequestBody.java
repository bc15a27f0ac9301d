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

/** The JSON object of a body, as text and parsed. */
record RequestBody(String text, JsonObject object) {
  static final RequestBody NONE = new RequestBody("{}", new JsonObject());

  /** Parses a body. Throws a {@link ProblemException} if it is not a JSON object. */
  static RequestBody read(JsonText json, Buffer bytes) {
    String text = utf8(bytes);
    try (JsonParser parser = json.parser(text)) {
      // Vert.x uses the same parser, but without our limit of depth.
      while (parser.nextToken() != null) {}
    } catch (IOException malformed) {
      throw new ProblemException(Problem.invalid("", "must be JSON and not nested too deeply"));
    }
    try {
      return new RequestBody(text, new JsonObject(text));
    } catch (DecodeException noObject) {
      throw new ProblemException(Problem.invalid("", "must be a JSON object"));
    }
  }

  /** Returns an array of the object exactly as the client wrote it, or the default. */
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
      throw new IllegalStateException("the body was valid before", malformed);
    }
  }

  private static String utf8(Buffer bytes) {
    try {
      ByteBuffer buffer = ByteBuffer.wrap(bytes.getBytes());
      return StandardCharsets.UTF_8.newDecoder().decode(buffer).toString();
    } catch (CharacterCodingException malformed) {
      throw new ProblemException(Problem.invalid("", "must be UTF-8"));
    }
  }
}
