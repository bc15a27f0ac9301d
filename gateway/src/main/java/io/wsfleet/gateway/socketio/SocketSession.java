package io.wsfleet.gateway.socketio;

import io.wsfleet.gateway.engineio.protocol.EncodedPacket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What one connection may say in which order. A client asks to join a namespace and is in it once
 * it was admitted, which somebody else decides and which may take its time; until then the
 * namespace counts as joined for those who ask twice, and as not joined for everything else. Older
 * clients (2.x) have asked for the main namespace by connecting.
 */
public final class SocketSession {
  private static final List<String> MAIN_ALONE = List.of(Namespaces.MAIN);

  private final Namespaces namespaces;
  private final boolean legacy;

  // Lists that never change: most clients are in one namespace, and share the list of that.
  private List<String> asked = List.of();
  private List<String> joined = List.of();

  public SocketSession(Namespaces namespaces, boolean legacy) {
    this.namespaces = namespaces;
    this.legacy = legacy;
    if (legacy) {
      asked = MAIN_ALONE;
    }
  }

  /** Whether it is one of an older client. */
  public boolean isLegacy() {
    return legacy;
  }

  public Step onPacket(Packet packet) {
    String namespace = legacy ? withoutQuery(packet.namespace()) : packet.namespace();
    if (packet instanceof Packet.Connect connect) {
      return ask(namespace, connect);
    }
    if (!joined.contains(namespace)) {
      return new Step.Break("a packet for a namespace that the client is not in");
    }
    if (packet instanceof Packet.Disconnect) {
      joined = without(joined, namespace);
      return new Step.Leave(namespace);
    }
    if (packet instanceof Packet.Message message) {
      return new Step.Happen(namespace, message.event(), message.ackId());
    }
    if (packet instanceof Packet.Ack ack) {
      return new Step.Answer(namespace, ack.ackId(), ack.arguments());
    }
    throw new IllegalStateException("a packet of an unknown kind: " + packet);
  }

  /** The client was admitted; false if it does not wait for that any more. */
  public boolean admit(String namespace) {
    if (!asked.contains(namespace)) {
      return false;
    }
    asked = without(asked, namespace);
    joined = with(joined, namespace);
    return true;
  }

  /** Takes the client out of the namespace, whether it is in or waits; whether it did either. */
  public boolean expel(String namespace) {
    int before = size();
    asked = without(asked, namespace);
    joined = without(joined, namespace);
    return size() < before;
  }

  /** The namespaces that the client is in or has asked for. */
  public List<String> namespaces() {
    return Stream.concat(joined.stream(), asked.stream()).toList();
  }

  private Step ask(String namespace, Packet.Connect connect) {
    if (joined.contains(namespace) || asked.contains(namespace)) {
      return new Step.Break("a second connect to the same namespace");
    }
    if (!namespaces.has(namespace)) {
      return new Step.Reply(SocketEncoder.invalidNamespace(namespace));
    }
    asked = with(asked, namespace);
    return new Step.Ask(namespace, legacy ? queryAsAuth(connect.namespace()) : connect.auth());
  }

  /** How many those are. */
  public int size() {
    return joined.size() + asked.size();
  }

  private static List<String> with(List<String> names, String name) {
    return names.isEmpty() && name.equals(Namespaces.MAIN)
        ? MAIN_ALONE
        : Stream.concat(names.stream(), Stream.of(name)).toList();
  }

  private static List<String> without(List<String> names, String name) {
    return names.contains(name)
        ? names.stream().filter(each -> !each.equals(name)).toList()
        : names;
  }

  // Older clients send in the query of a namespace what newer ones have a payload for.
  private static String withoutQuery(String namespace) {
    int query = namespace.indexOf('?');
    return query < 0 ? namespace : namespace.substring(0, query);
  }

  private static String queryAsAuth(String namespace) {
    int query = namespace.indexOf('?');
    if (query < 0) {
      return "{}";
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String pair : namespace.substring(query + 1).split("&", -1)) {
      int equals = pair.indexOf('=');
      if (!pair.isEmpty()) {
        parameters.put(
            decode(equals < 0 ? pair : pair.substring(0, equals)),
            decode(equals < 0 ? "" : pair.substring(equals + 1)));
      }
    }
    StringBuilder auth = new StringBuilder("{");
    parameters.forEach(
        (name, value) -> {
          JsonText.quote(name, auth.append(auth.length() == 1 ? "" : ","));
          JsonText.quote(value, auth.append(':'));
        });
    return auth.append('}').toString();
  }

  private static String decode(String encoded) {
    try {
      return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      return encoded;
    }
  }

  /** What is to be done about a packet. */
  public sealed interface Step {
    /** Decide whether the client may join; {@code auth} is a JSON object. */
    record Ask(String namespace, String auth) implements Step {}

    record Leave(String namespace) implements Step {}

    record Reply(EncodedPacket frame) implements Step {}

    record Happen(String namespace, Event event, long ackId) implements Step {}

    record Answer(String namespace, long ackId, Payload arguments) implements Step {}

    /** Close the whole connection. */
    record Break(String why) implements Step {}
  }
}
