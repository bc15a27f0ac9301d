package io.wsfleet.gateway.adapter.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.wsfleet.gateway.socketio.protocol.JsonStructure;
import io.wsfleet.gateway.socketio.protocol.JsonText;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.msgpack.core.MessagePacker;

/** Writes JSON text as MessagePack, with binary data in place of the placeholders. */
final class JsonToMsgpack {
  private JsonToMsgpack() {}

  static void json(JsonText json, String text, List<byte[]> attachments, MessagePacker out)
      throws IOException {
    JsonStructure jsonStructure = JsonStructure.of(json, text, attachments.size());
    if (jsonStructure == null) {
      throw new IOException("not JSON, or a placeholder without its attachment");
    }
    try (JsonParser parser = json.parser(text)) {
      JsonToken token = parser.nextToken();
      while (token != null) {
        write(parser, token, jsonStructure, attachments, out);
        token = parser.nextToken();
      }
    }
  }

  private static void write(
      JsonParser parser,
      JsonToken token,
      JsonStructure jsonStructure,
      List<byte[]> attachments,
      MessagePacker out)
      throws IOException {
    switch (token) {
      case START_ARRAY -> out.packArrayHeader(jsonStructure.nextSize());
      case START_OBJECT -> {
        int entry = jsonStructure.nextSize();
        if (entry < 0) {
          byte[] attachment = attachments.get(JsonStructure.attachment(entry));
          out.packBinaryHeader(attachment.length).addPayload(attachment);
          parser.skipChildren();
        } else {
          out.packMapHeader(entry);
        }
      }
      case FIELD_NAME, VALUE_STRING -> string(parser.getText(), out);
      case VALUE_NUMBER_INT -> integer(parser.getText(), out);
      case VALUE_NUMBER_FLOAT -> out.packDouble(Double.parseDouble(parser.getText()));
      case VALUE_TRUE -> out.packBoolean(true);
      case VALUE_FALSE -> out.packBoolean(false);
      case VALUE_NULL -> out.packNil();
      default -> {
        // MessagePack has no end marks for arrays and objects.
      }
    }
  }

  static void string(String value, MessagePacker out) throws IOException {
    byte[] utf8 = Wtf8.encode(value);
    out.packRawStringHeader(utf8.length).addPayload(utf8);
  }

  static void strings(Set<String> values, MessagePacker out) throws IOException {
    out.packArrayHeader(values.size());
    for (String value : values) {
      string(value, out);
    }
  }

  private static void integer(String digits, MessagePacker out) throws IOException {
    if (digits.length() <= 18) {
      out.packLong(Long.parseLong(digits));
    } else {
      // JavaScript has no larger integers than doubles.
      out.packDouble(Double.parseDouble(digits));
    }
  }
}
