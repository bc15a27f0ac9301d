package io.wsfleet.gateway.socketio.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Binary data within JSON, for interfaces without attachments: {@code {"$binary":"aGk="}}, an
 * object with this one member in base64, where an event has a placeholder for an attachment. Other
 * text is copied unchanged.
 */
public final class InlineBinary {
  private static final String MEMBER = "$binary";
  private static final String PLACEHOLDER = "_placeholder";

  private final JsonText json;

  public InlineBinary(JsonText json) {
    this.json = json;
  }

  /** An event with these arguments, a JSON array with inline binary data. */
  public Event event(String name, String arguments) throws InvalidArgumentsException {
    JsonPayload jsonPayload = arguments(arguments);
    String array = jsonPayload.json();
    String elements = array.substring(array.indexOf('[') + 1, array.lastIndexOf(']'));
    return new Event(name, elements.isBlank() ? "" : "," + elements, jsonPayload.attachments());
  }

  /** Arguments as a payload with attachments. */
  public JsonPayload arguments(String array) throws InvalidArgumentsException {
    if (!json.isArray(array)) {
      throw new InvalidArgumentsException(
          "the arguments must be a JSON array and not nested too deeply");
    }
    List<byte[]> attachments = new ArrayList<>();
    String text = replace(array, new Extractor(attachments));
    return new JsonPayload(text, List.copyOf(attachments));
  }

  /** The arguments of an event as a JSON array with inline binary data. */
  public String arguments(Event event) {
    return json(new JsonPayload(event.arguments(), event.attachments()));
  }

  /** A payload as JSON with inline binary data. */
  public String json(JsonPayload jsonPayload) {
    if (jsonPayload.attachments().isEmpty()) {
      return jsonPayload.json();
    }
    try {
      return replace(jsonPayload.json(), new Inserter(jsonPayload.attachments()));
    } catch (InvalidArgumentsException malformed) {
      throw new IllegalArgumentException("unchecked payload", malformed);
    }
  }

  /** Copies the text and replaces each object for which {@code swap} returns something. */
  private String replace(String text, Replacer replacer) throws InvalidArgumentsException {
    StringBuilder out = new StringBuilder(text.length());
    int copied = 0;
    try (JsonParser parser = json.parser(text)) {
      JsonToken token = parser.nextToken();
      while (token != null) {
        String replacement = null;
        if (token == JsonToken.FIELD_NAME) {
          replacer.onMember(parser.currentName());
        } else if (token == JsonToken.START_OBJECT) {
          int start = Math.toIntExact(parser.currentTokenLocation().getCharOffset());
          replacement = replacer.replacement(parser);
          if (replacement != null) {
            out.append(text, copied, start).append(replacement);
            copied = Math.toIntExact(parser.currentLocation().getCharOffset());
          }
        }
        // The check of an object may have ended at the start of a nested object.
        boolean within = replacement == null && token == JsonToken.START_OBJECT;
        boolean another = within && parser.currentToken() == JsonToken.START_OBJECT;
        token = another ? JsonToken.START_OBJECT : parser.nextToken();
      }
    } catch (IOException malformed) {
      throw new InvalidArgumentsException("the arguments are not JSON or nested too deeply");
    }
    return out.append(text, copied, text.length()).toString();
  }

  private sealed interface Replacer {
    /** A member of an object that is not replaced. */
    void onMember(String member) throws InvalidArgumentsException;

    /** Called with the parser at the start of an object; leaves it within or at the end of it. */
    @Nullable String replacement(JsonParser parser) throws IOException, InvalidArgumentsException;
  }

  /** Replaces inline binary data with placeholders. */
  private record Extractor(List<byte[]> attachments) implements Replacer {
    @Override
    public void onMember(String member) throws InvalidArgumentsException {
      if (member.equals(PLACEHOLDER)) {
        // Clients would expect an attachment and close the connection.
        throw new InvalidArgumentsException(
            PLACEHOLDER + " is how Socket.IO marks binary data; use {\"" + MEMBER + "\": base64}");
      }
    }

    @Override
    public @Nullable String replacement(JsonParser parser)
        throws IOException, InvalidArgumentsException {
      String member = parser.nextFieldName();
      if (member == null) {
        return null;
      }
      onMember(member);
      if (!member.equals(MEMBER)) {
        return null;
      }
      if (parser.nextToken() != JsonToken.VALUE_STRING) {
        throw new InvalidArgumentsException(MEMBER + " is no text; base64 belongs there");
      }
      String base64 = parser.getText();
      if (parser.nextToken() != JsonToken.END_OBJECT) {
        throw new InvalidArgumentsException(
            "an object with " + MEMBER + " must have no other members");
      }
      try {
        attachments.add(Base64.getDecoder().decode(base64));
      } catch (IllegalArgumentException malformed) {
        throw new InvalidArgumentsException(MEMBER + " is not base64");
      }
      return "{\"" + PLACEHOLDER + "\":true,\"num\":" + (attachments.size() - 1) + "}";
    }
  }

  /** Replaces placeholders with inline binary data. */
  private record Inserter(List<byte[]> attachments) implements Replacer {
    @Override
    public void onMember(String member) {}

    @Override
    public @Nullable String replacement(JsonParser parser) throws IOException {
      boolean marked = false;
      int number = -1;
      String member = parser.nextFieldName();
      while (member != null) {
        JsonToken value = parser.nextToken();
        if (member.equals(PLACEHOLDER) && value == JsonToken.VALUE_TRUE) {
          marked = true;
        } else if (member.equals("num") && value == JsonToken.VALUE_NUMBER_INT) {
          number = parser.getIntValue();
        } else {
          return null;
        }
        member = parser.nextFieldName();
      }
      if (!marked || number < 0 || number >= attachments.size()) {
        return null;
      }
      String base64 = Base64.getEncoder().encodeToString(attachments.get(number));
      return "{\"" + MEMBER + "\":\"" + base64 + "\"}";
    }
  }

  /** Says why a text cannot be the arguments of an event. */
  public static final class InvalidArgumentsException extends Exception {
    InvalidArgumentsException(String reason) {
      super(reason, null, false, false);
    }

    public String reason() {
      return String.valueOf(getMessage());
    }
  }
}
