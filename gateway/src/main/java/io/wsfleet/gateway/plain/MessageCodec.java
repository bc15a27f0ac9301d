package io.wsfleet.gateway.plain;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import io.wsfleet.gateway.socketio.fanout.Delivery;
import io.wsfleet.gateway.socketio.protocol.Event;
import io.wsfleet.gateway.socketio.protocol.InlineBinary;
import io.wsfleet.gateway.socketio.protocol.JsonPayload;
import io.wsfleet.gateway.socketio.protocol.JsonText;
import io.wsfleet.gateway.socketio.protocol.Packet;
import io.wsfleet.gateway.socketio.protocol.PacketValidator;
import io.wsfleet.gateway.socketio.protocol.PacketViolation;

/** Decodes and encodes the messages of the subprotocol {@code wsfleet.v1}. */
final class MessageCodec {
  private static final long MAX_ID = (1L << 53) - 1;

  private final ObjectMapper json;
  private final InlineBinary binary;

  /** Encodes an event for plain clients, once for all receivers. */
  final Delivery.Encoding<byte[]> encoding = delivery -> event(delivery).getBytes(UTF_8);

  MessageCodec(int maxDepth) {
    this.json =
        new ObjectMapper(
                JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                    .streamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(maxDepth).build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            // Numbers keep their digits and do not become the nearest double.
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .configure(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES, false);
    this.binary = new InlineBinary(new JsonText(maxDepth));
  }

  ClientMessage read(String message) {
    JsonNode node;
    try {
      node = json.readTree(message);
    } catch (JsonProcessingException malformed) {
      return new ClientMessage.Malformed(ClientMessage.NO_ID, "a message must be one JSON object");
    }
    if (!node.isObject()) {
      return new ClientMessage.Malformed(ClientMessage.NO_ID, "a message must be one JSON object");
    }
    JsonNode given = node.path("id");
    if (!given.isMissingNode() && !isId(given)) {
      return new ClientMessage.Malformed(ClientMessage.NO_ID, "id must be a whole number from 0");
    }
    long id = given.isMissingNode() ? ClientMessage.NO_ID : given.longValue();
    try {
      return read(id, node);
    } catch (InlineBinary.InvalidArgumentsException invalidArgumentsException) {
      return new ClientMessage.Malformed(id, "data: " + invalidArgumentsException.reason());
    } catch (IllegalArgumentException wrong) {
      return new ClientMessage.Malformed(id, String.valueOf(wrong.getMessage()));
    }
  }

  String welcome(String socketId, int maxPayload) {
    StringBuilder out = new StringBuilder("{\"type\":\"welcome\",\"socket\":");
    JsonText.quote(socketId, out);
    return out.append(",\"maxPayload\":").append(maxPayload).append('}').toString();
  }

  String pong() {
    return "{\"type\":\"pong\"}";
  }

  /** Acknowledges a message of the client, with the arguments of the reply. */
  String ack(long id, JsonPayload arguments) {
    return "{\"type\":\"ack\",\"id\":" + id + ",\"data\":" + binary.json(arguments) + "}";
  }

  /** Rejects a message, or refuses the client. */
  String error(long id, String message, String data) {
    StringBuilder out = new StringBuilder("{\"type\":\"error\"");
    if (id != ClientMessage.NO_ID) {
      out.append(",\"id\":").append(id);
    }
    JsonText.quote(message, out.append(",\"message\":"));
    if (!data.isEmpty()) {
      out.append(",\"data\":").append(data);
    }
    return out.append('}').toString();
  }

  private String event(Delivery delivery) {
    Event event = delivery.event();
    StringBuilder out = new StringBuilder("{\"type\":\"event\"");
    if (delivery.ackId() != Packet.NO_ACK) {
      out.append(",\"id\":").append(delivery.ackId());
    }
    JsonText.quote(event.name(), out.append(",\"event\":"));
    return out.append(",\"data\":").append(binary.arguments(event)).append('}').toString();
  }

  private ClientMessage read(long id, JsonNode node) throws InlineBinary.InvalidArgumentsException {
    String type = text(node, "type");
    return switch (type) {
      case "join" -> new ClientMessage.Join(id, text(node, "room"));
      case "leave" -> new ClientMessage.Leave(id, text(node, "room"));
      case "publish" -> new ClientMessage.Publish(id, text(node, "room"), event(node));
      case "emit" -> new ClientMessage.Emit(id, event(node));
      case "ack" -> ack(id, node);
      case "ping" -> new ClientMessage.Ping();
      default ->
          throw new IllegalArgumentException(
              "type must be join, leave, publish, emit, ack or ping");
    };
  }

  private ClientMessage ack(long id, JsonNode node) throws InlineBinary.InvalidArgumentsException {
    if (id == ClientMessage.NO_ID) {
      throw new IllegalArgumentException("an ack must have the id of its event");
    }
    return new ClientMessage.Ack(id, binary.arguments(data(node)));
  }

  private Event event(JsonNode node) throws InlineBinary.InvalidArgumentsException {
    String name = text(node, "event");
    Event event = binary.event(name, data(node));
    PacketViolation violation = PacketValidator.violation(event);
    if (violation != null) {
      throw new IllegalArgumentException(violation.sentence());
    }
    return event;
  }

  private static String data(JsonNode node) {
    JsonNode data = node.path("data");
    if (data.isMissingNode()) {
      return "[]";
    }
    if (!data.isArray()) {
      throw new IllegalArgumentException("data must be the array of the arguments");
    }
    return data.toString();
  }

  private static String text(JsonNode node, String field) {
    JsonNode value = node.path(field);
    if (!value.isTextual() || value.textValue().isEmpty()) {
      throw new IllegalArgumentException(field + " must be a non-empty string");
    }
    return value.textValue();
  }

  private static boolean isId(JsonNode node) {
    return node.isIntegralNumber()
        && node.canConvertToLong()
        && node.longValue() >= 0
        && node.longValue() <= MAX_ID;
  }
}
