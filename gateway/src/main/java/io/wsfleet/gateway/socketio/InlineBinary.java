package io.wsfleet.gateway.socketio;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Binary data within JSON, for those who have no attachments: {@code {"$binary":"aGk="}}, an object
 * with that one member and base64 in it, where an event has a placeholder for an attachment. What
 * is not binary is left as it came, character by character.
 */
public final class InlineBinary {
  private static final String MEMBER = "$binary";
  private static final String PLACEHOLDER = "_placeholder";

  private final JsonText json;

  public InlineBinary(JsonText json) {
    this.json = json;
  }

  /** An event with these arguments, a JSON array. */
  public Event event(String name, String arguments) throws Unfit {
    Payload payload = arguments(arguments);
    String array = payload.json();
    String elements = array.substring(array.indexOf('[') + 1, array.lastIndexOf(']'));
    return new Event(name, elements.isBlank() ? "" : "," + elements, payload.attachments());
  }

  /** Arguments, a JSON array, with their binary data apart. */
  public Payload arguments(String array) throws Unfit {
    if (!json.isArray(array)) {
      throw new Unfit("the arguments are no JSON array, or nested too deep");
    }
    List<byte[]> attachments = new ArrayList<>();
    String text = replace(array, new Taking(attachments));
    return new Payload(text, List.copyOf(attachments));
  }

  /** The arguments of an event, a JSON array, with its binary data in them. */
  public String arguments(Event event) {
    return json(new Payload(event.arguments(), event.attachments()));
  }

  /** A payload as JSON with its binary data in it. */
  public String json(Payload payload) {
    if (payload.attachments().isEmpty()) {
      return payload.json();
    }
    try {
      return replace(payload.json(), new Filling(payload.attachments()));
    } catch (Unfit malformed) {
      throw new IllegalArgumentException("a payload that nobody checked", malformed);
    }
  }

  /** Copies the text, with each object that {@code swap} has something for exchanged for it. */
  private String replace(String text, Swap swap) throws Unfit {
    StringBuilder out = new StringBuilder(text.length());
    int copied = 0;
    try (JsonParser parser = json.parser(text)) {
      JsonToken token = parser.nextToken();
      while (token != null) {
        String instead = null;
        if (token == JsonToken.FIELD_NAME) {
          swap.seen(parser.currentName());
        } else if (token == JsonToken.START_OBJECT) {
          int start = Math.toIntExact(parser.currentTokenLocation().getCharOffset());
          instead = swap.of(parser);
          if (instead != null) {
            out.append(text, copied, start).append(instead);
            copied = Math.toIntExact(parser.currentLocation().getCharOffset());
          }
        }
        // Looking into an object may have ended at the start of one within it.
        boolean within = instead == null && token == JsonToken.START_OBJECT;
        boolean another = within && parser.currentToken() == JsonToken.START_OBJECT;
        token = another ? JsonToken.START_OBJECT : parser.nextToken();
      }
    } catch (IOException malformed) {
      throw new Unfit("the arguments are not JSON, or nested too deep");
    }
    return out.append(text, copied, text.length()).toString();
  }

  private sealed interface Swap {
    /** A member of an object that is not exchanged. */
    void seen(String member) throws Unfit;

    /** Has the parser at the start of an object, and leaves it within or at its end. */
    @Nullable String of(JsonParser parser) throws IOException, Unfit;
  }

  /** Takes binary data out, and leaves placeholders. */
  private record Taking(List<byte[]> attachments) implements Swap {
    @Override
    public void seen(String member) throws Unfit {
      if (member.equals(PLACEHOLDER)) {
        // Clients would look for an attachment that is not there, and break the connection off.
        throw new Unfit(
            PLACEHOLDER + " is how Socket.IO marks binary data; use {\"" + MEMBER + "\": base64}");
      }
    }

    @Override
    public @Nullable String of(JsonParser parser) throws IOException, Unfit {
      String member = parser.nextFieldName();
      if (member == null) {
        return null;
      }
      seen(member);
      if (!member.equals(MEMBER)) {
        return null;
      }
      if (parser.nextToken() != JsonToken.VALUE_STRING) {
        throw new Unfit(MEMBER + " is no text; base64 belongs there");
      }
      String base64 = parser.getText();
      if (parser.nextToken() != JsonToken.END_OBJECT) {
        throw new Unfit("an object with " + MEMBER + " has no other members");
      }
      try {
        attachments.add(Base64.getDecoder().decode(base64));
      } catch (IllegalArgumentException malformed) {
        throw new Unfit(MEMBER + " is not base64");
      }
      return "{\"" + PLACEHOLDER + "\":true,\"num\":" + (attachments.size() - 1) + "}";
    }
  }

  /** Puts binary data where the placeholders are. */
  private record Filling(List<byte[]> attachments) implements Swap {
    @Override
    public void seen(String member) {}

    @Override
    public @Nullable String of(JsonParser parser) throws IOException {
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

  /** What cannot be the arguments of an event, and why. */
  public static final class Unfit extends Exception {
    Unfit(String why) {
      super(why, null, false, false);
    }

    public String why() {
      return String.valueOf(getMessage());
    }
  }
}
