package io.wsfleet.gateway.handlers;

import io.wsfleet.gateway.socketio.protocol.Event;
import io.wsfleet.gateway.socketio.protocol.JsonPayload;
import io.wsfleet.gateway.socketio.protocol.PacketValidator;
import io.wsfleet.gateway.socketio.protocol.PacketViolation;
import io.wsfleet.handlers.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Converts arguments between the wire format, which is JSON with placeholders for binary data, and
 * the values of the handlers API.
 */
final class Arguments {
  private static final String PLACEHOLDER = "_placeholder";

  private final List<byte[]> attachments = new ArrayList<>();
  private boolean looksLikePlaceholder;

  private Arguments() {}

  static List<Value> of(Event event) {
    return value(new JsonPayload(event.arguments(), event.attachments())).list();
  }

  static Value value(JsonPayload jsonPayload) {
    Value value = Value.parse(jsonPayload.json());
    return jsonPayload.attachments().isEmpty()
        ? value
        : withAttachments(value, jsonPayload.attachments());
  }

  /** An event for clients. Throws if they would close the connection at it. */
  static Event clientEvent(String name, @Nullable Object... arguments) {
    return checked(event(name, arguments), PacketValidator::violation);
  }

  /** An event for servers. Throws if their own listeners would run. */
  static Event serverEvent(String name, @Nullable Object... arguments) {
    return checked(event(name, arguments), PacketValidator::serverViolation);
  }

  private static Event checked(Event event, Function<Event, @Nullable PacketViolation> check) {
    PacketViolation violation = check.apply(event);
    if (violation != null) {
      throw new IllegalArgumentException(event.name() + ": " + violation.sentence());
    }
    return event;
  }

  static Event event(String name, @Nullable Object... arguments) {
    List<Value> values = new ArrayList<>(arguments.length);
    for (Object argument : arguments) {
      values.add(Value.of(argument));
    }
    JsonPayload array = payload(values);
    String inner = array.json().substring(1, array.json().length() - 1);
    return new Event(name, inner.isEmpty() ? "" : "," + inner, array.attachments());
  }

  /** Returns the arguments as a JSON array. */
  static JsonPayload payload(List<Value> arguments) {
    return single(new Value.Array(arguments));
  }

  static JsonPayload single(Value value) {
    Arguments extracted = new Arguments();
    String json = extracted.withPlaceholders(value).json();
    if (extracted.attachments.size() > PacketValidator.MAX_ATTACHMENTS) {
      throw new IllegalArgumentException(PacketViolation.TOO_MANY_ATTACHMENTS.sentence());
    }
    // A field from a client could make receivers read other data in its place.
    if (extracted.looksLikePlaceholder && !extracted.attachments.isEmpty()) {
      throw new IllegalArgumentException(
          "a field " + PLACEHOLDER + " cannot be sent together with binary data");
    }
    return new JsonPayload(json, List.copyOf(extracted.attachments));
  }

  private static Value withAttachments(Value value, List<byte[]> attachments) {
    if (value instanceof Value.Array array) {
      return new Value.Array(
          array.list().stream().map(element -> withAttachments(element, attachments)).toList());
    } else if (!(value instanceof Value.Fields object)) {
      return value;
    } else if (object.get(PLACEHOLDER).equals(new Value.Bool(true))) {
      return attachment(object.get("num"), attachments);
    } else {
      Map<String, Value> fields = new LinkedHashMap<>();
      object
          .fields()
          .forEach((name, field) -> fields.put(name, withAttachments(field, attachments)));
      return new Value.Fields(fields);
    }
  }

  // The decoder has checked that there is an attachment of this number.
  private static Value attachment(Value number, List<byte[]> attachments) {
    return new Value.Binary(attachments.get(Math.toIntExact(number.integer())));
  }

  private Value withPlaceholders(Value value) {
    if (value instanceof Value.Binary binary) {
      attachments.add(binary.bytes());
      Map<String, Value> placeholder = new LinkedHashMap<>();
      placeholder.put(PLACEHOLDER, new Value.Bool(true));
      placeholder.put("num", Value.of(attachments.size() - 1));
      return new Value.Fields(placeholder);
    } else if (value instanceof Value.Array array) {
      return new Value.Array(array.list().stream().map(this::withPlaceholders).toList());
    } else if (value instanceof Value.Fields object) {
      looksLikePlaceholder |= object.fields().containsKey(PLACEHOLDER);
      Map<String, Value> fields = new LinkedHashMap<>();
      object.fields().forEach((name, field) -> fields.put(name, withPlaceholders(field)));
      return new Value.Fields(fields);
    }
    return value;
  }
}
