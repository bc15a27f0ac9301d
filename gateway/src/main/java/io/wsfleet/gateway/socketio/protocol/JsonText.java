package io.wsfleet.gateway.socketio.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads and writes JSON as text, in one pass, without recursion and without building a tree. */
public final class JsonText {
  private static final String HEX = "0123456789abcdef";

  private final JsonFactory factory;
  private final int maxDepth;

  /** A deeper nesting is malformed. */
  public JsonText(int maxDepth) {
    this.maxDepth = maxDepth;
    this.factory =
        JsonFactory.builder()
            // Clients choose the names, so a table of all names would grow without limit.
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(maxDepth)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();
  }

  public JsonParser parser(String text) throws IOException {
    return factory.createParser(text);
  }

  /** Whether the text is one JSON object and nothing else. */
  boolean isObject(String text) {
    return new JsonScanner(text, maxDepth).isSingleValue('{');
  }

  /** Whether the text is one JSON array and nothing else. */
  boolean isArray(String text) {
    return new JsonScanner(text, maxDepth).isSingleValue('[');
  }

  /** The array as an event with these attachments; null if it is not one. */
  public @Nullable Event event(String text, List<byte[]> attachments) {
    EventHead eventHead = eventHead(text);
    return eventHead == null
        ? null
        : new Event(eventHead.name(), eventHead.tail(), List.copyOf(attachments));
  }

  /** The array as an event; null if it is not one. */
  @Nullable EventHead eventHead(String text) {
    return new JsonScanner(text, maxDepth).eventHead();
  }

  record EventHead(String name, String tail) {}

  /** Writes a JSON string. Unpaired surrogates are escaped, since UTF-8 cannot encode them. */
  public static void quote(String value, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (Character.isHighSurrogate(c)
              && i + 1 < value.length()
              && Character.isLowSurrogate(value.charAt(i + 1))) {
            out.append(c).append(value.charAt(++i));
          } else if (c < 0x20 || c == 0x7f || Character.isSurrogate(c)) {
            escape(c, out);
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  private static void escape(char c, StringBuilder out) {
    out.append("\\u");
    for (int shift = 12; shift >= 0; shift -= 4) {
      out.append(HEX.charAt((c >> shift) & 0xf));
    }
  }
}
