package io.wsfleet.gateway.adapter.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.wsfleet.gateway.socketio.protocol.JsonPayload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.msgpack.core.MessagePackException;

/** Reads and writes the requests and responses of Socket.IO servers as JSON trees. */
public final class AdapterJson {
  private static final ObjectMapper JSON =
      new ObjectMapper(
              JsonFactory.builder()
                  // Field names come from clients; a table of all names would only grow.
                  .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                  .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private AdapterJson() {}

  /** A message; placeholders in its body refer to its binary attachments. */
  public record DecodedMessage(JsonNode body, List<byte[]> attachments) {}

  /** Parses JSON or MessagePack; no MessagePack object begins with the byte of an opening brace. */
  public static DecodedMessage parse(byte[] message, int maxDepth) throws IOException {
    JsonNode body;
    List<byte[]> attachments = new ArrayList<>();
    if (message.length > 0 && message[0] == '{') {
      body = JSON.readTree(message);
    } else {
      try (MsgpackReader msgpackReader = new MsgpackReader(message)) {
        body = JSON.readTree(MsgpackToJson.json(msgpackReader, attachments, maxDepth));
        if (msgpackReader.unpacker().hasNext()) {
          throw new IOException("unexpected bytes after the message");
        }
      } catch (MessagePackException malformed) {
        throw new IOException(malformed);
      }
    }
    if (!body.isObject()) {
      throw new IOException("message is not an object");
    }
    return new DecodedMessage(body, attachments);
  }

  public static ObjectNode newObject() {
    return JSON.createObjectNode();
  }

  public static byte[] bytes(JsonNode tree) {
    return text(tree).getBytes(StandardCharsets.UTF_8);
  }

  /** The tree as JSON text. Lone surrogates are escaped, since UTF-8 cannot encode them. */
  public static String text(JsonNode tree) {
    String text = tree.toString();
    if (text.codePoints().noneMatch(AdapterJson::isSurrogate)) {
      return text;
    }
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            point -> {
              if (isSurrogate(point)) {
                escaped.append("\\u").append(Integer.toHexString(point));
              } else {
                escaped.appendCodePoint(point);
              }
            });
    return escaped.toString();
  }

  /** Adds a field whose value is valid JSON text. */
  static void putJson(ObjectNode into, String field, String json) {
    into.putRawValue(field, new RawValue(json));
  }

  public static void putNames(ObjectNode into, String field, Iterable<String> names) {
    names.forEach(into.putArray(field)::add);
  }

  /** A room may be a number; servers then use its digits as the name. */
  public static Set<String> names(JsonNode array) {
    Set<String> names = new LinkedHashSet<>();
    array.forEach(name -> names.add(name.asText()));
    return names;
  }

  /**
   * A value whose binary data is written as Node writes it in JSON: {@code
   * {"type":"Buffer","data":[1,2]}}.
   */
  static JsonNode withBuffers(JsonPayload jsonPayload) throws IOException {
    JsonNode value = JSON.readTree(jsonPayload.json());
    return jsonPayload.attachments().isEmpty()
        ? value
        : withAttachments(value, jsonPayload.attachments());
  }

  private static JsonNode withAttachments(JsonNode value, List<byte[]> attachments) {
    if (value instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        array.set(i, withAttachments(array.get(i), attachments));
      }
    } else if (value instanceof ObjectNode object) {
      int num = object.path("_placeholder").asBoolean() ? object.path("num").asInt(-1) : -1;
      if (num >= 0 && num < attachments.size()) {
        return buffer(attachments.get(num));
      }
      object
          .properties()
          .forEach(field -> field.setValue(withAttachments(field.getValue(), attachments)));
    }
    return value;
  }

  private static JsonNode buffer(byte[] bytes) {
    ObjectNode buffer = newObject().put("type", "Buffer");
    ArrayNode data = buffer.putArray("data");
    for (byte each : bytes) {
      data.add(each & 0xff);
    }
    return buffer;
  }

  private static boolean isSurrogate(int point) {
    return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
  }
}
