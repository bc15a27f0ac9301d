package io.wsfleet.gateway.socketio.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Random;

/** What a server may say: packets by their meaning, with bytes as {@code {"binary": …}}. */
final class RandomJson {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int MAX_ATTACHMENTS = 10;
  private static final String[] ALPHABET = {
    "a", "Z", "0", " ", "\"", "\\", "/", "\n", "\t", "\0", "\u001e", "\u007f", "ß", "€", "\u2028",
    "\uffff", "😀", ",", "[", "}"
  };
  private static final String[] HALVES = {"\ud800", "\udfff"};
  private static final String[] NAMESPACES = {"/", "/", "/chat", "/admin/deep", "/größe✓😀", "/0"};
  private static final double[] NUMBERS = {
    0.1, -2.5, 1e21, 1e-7, Double.MIN_VALUE, Double.MAX_VALUE, 9007199254740991d
  };

  private final Random random;
  private int attachmentsLeft;

  RandomJson(Random random) {
    this.random = random;
  }

  ObjectNode serverPacket(int generation) {
    String namespace = of(NAMESPACES);
    return switch (random.nextInt(8)) {
      case 0 -> packet("connect", namespace, generation == 2 ? NODES.nullNode() : sid());
      case 1 -> packet("disconnect", namespace, NODES.nullNode());
      case 2 -> packet("error", namespace, generation == 2 ? legacyConnectError() : connectError());
      case 3, 4 -> packet("ack", namespace, arguments()).put("id", ackId());
      default -> {
        ObjectNode event = packet("event", namespace, arguments().insert(0, title()));
        yield random.nextInt(3) == 0 ? event.put("id", ackId()) : event;
      }
    };
  }

  private static ObjectNode packet(String type, String namespace, JsonNode data) {
    ObjectNode packet = NODES.objectNode().put("type", type).put("namespace", namespace);
    return packet.putNull("id").set("data", data);
  }

  private static JsonNode sid() {
    return NODES.objectNode().put("sid", "lv_VI97HAXpY6yYWAAAC");
  }

  private JsonNode connectError() {
    ObjectNode refusal = NODES.objectNode().put("message", title());
    return random.nextBoolean() ? refusal : refusal.set("data", object(0, 0));
  }

  private JsonNode legacyConnectError() {
    return random.nextBoolean() ? NODES.textNode(title()) : object(0, 0);
  }

  private ArrayNode arguments() {
    attachmentsLeft = MAX_ATTACHMENTS;
    return array(0);
  }

  private long ackId() {
    return random.nextInt(4) == 0 ? (1L << 53) - 1 : random.nextInt(1000);
  }

  private JsonNode value(int depth) {
    return switch (random.nextInt(depth > 4 ? 5 : 8)) {
      case 0 -> random.nextBoolean() ? NODES.nullNode() : NODES.booleanNode(random.nextBoolean());
      case 1 -> NODES.numberNode(NUMBERS[random.nextInt(NUMBERS.length)]);
      case 2 -> NODES.numberNode(random.nextInt());
      case 3 -> NODES.textNode(text());
      case 4 -> bytes();
      case 5, 6 -> array(depth + 1);
      default -> object(depth + 1, attachmentsLeft);
    };
  }

  private JsonNode bytes() {
    if (attachmentsLeft == 0) {
      return NODES.numberNode(random.nextInt());
    }
    attachmentsLeft--;
    byte[] bytes = new byte[random.nextInt(40)];
    random.nextBytes(bytes);
    return NODES.objectNode().set("binary", NODES.binaryNode(bytes));
  }

  private ArrayNode array(int depth) {
    ArrayNode array = NODES.arrayNode();
    for (int size = random.nextInt(5); size > 0; size--) {
      array.add(value(depth));
    }
    return array;
  }

  private ObjectNode object(int depth, int attachments) {
    attachmentsLeft = attachments;
    ObjectNode object = NODES.objectNode();
    for (int size = random.nextInt(5); size > 0; size--) {
      object.set("f" + text(), value(depth));
    }
    return object;
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int size = random.nextInt(12); size > 0; size--) {
      text.append(of(ALPHABET));
    }
    return text.toString();
  }

  /** Text that the encoder writes itself; half of a surrogate pair has no form but an escape. */
  private String title() {
    return text() + of(random.nextBoolean() ? ALPHABET : HALVES) + "-";
  }

  private String of(String[] choices) {
    return choices[random.nextInt(choices.length)];
  }
}
