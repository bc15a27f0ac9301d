package io.wsfleet.gateway.socketio.protocol;

import io.wsfleet.gateway.engineio.protocol.EncodedPacket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The order in which a client may send packets. A client asks to connect to a namespace and is
 * connected when it was accepted, which others decide and which may take time. Until then any other
 * packet to this namespace is an error. A client of Socket.IO 2 asks for the main namespace by
 * connecting.
 *
 * <p>The client library asks once more whenever the application calls {@code connect()} before the
 * answer has come. So a second request is ignored until the client has shown, by another packet,
 * that it knows the answer; then it is an error.
 */
public final class SocketSession {
  private static final List<String> MAIN_ONLY = List.of(NamespaceMatcher.MAIN);

  private final NamespaceMatcher namespaceMatcher;
  private final boolean legacy;

  // Immutable lists: most clients are in one namespace and share its list.
  private List<String> pending = List.of();
  private List<String> connected = List.of();
  // Those of the connected ones that may not know it yet.
  private List<String> unconfirmed = List.of();

  public SocketSession(NamespaceMatcher namespaceMatcher, boolean legacy) {
    this.namespaceMatcher = namespaceMatcher;
    this.legacy = legacy;
    if (legacy) {
      pending = MAIN_ONLY;
    }
  }

  /** Whether this is a client of Socket.IO 2. */
  public boolean isLegacy() {
    return legacy;
  }

  public SocketAction onPacket(Packet packet) {
    String namespace = legacy ? withoutQuery(packet.namespace()) : packet.namespace();
    if (packet instanceof Packet.Connect connect) {
      return onConnect(namespace, connect);
    }
    if (!connected.contains(namespace)) {
      return new SocketAction.ProtocolError(
          "packet for a namespace that the client has not joined");
    }
    unconfirmed = without(unconfirmed, namespace);
    if (packet instanceof Packet.Disconnect) {
      connected = without(connected, namespace);
      return new SocketAction.Disconnect(namespace);
    }
    if (packet instanceof Packet.EventPacket eventPacket) {
      return new SocketAction.HandleEvent(namespace, eventPacket.event(), eventPacket.ackId());
    }
    if (packet instanceof Packet.Ack ack) {
      return new SocketAction.Ack(namespace, ack.ackId(), ack.arguments());
    }
    throw new IllegalStateException("unknown packet: " + packet);
  }

  /** The client was accepted; false if it is not waiting any more. */
  public boolean completeConnect(String namespace) {
    if (!pending.contains(namespace)) {
      return false;
    }
    pending = without(pending, namespace);
    connected = with(connected, namespace);
    unconfirmed = with(unconfirmed, namespace);
    return true;
  }

  /** Removes the client from the namespace, or its request to connect; whether there was either. */
  public boolean remove(String namespace) {
    int before = size();
    pending = without(pending, namespace);
    connected = without(connected, namespace);
    unconfirmed = without(unconfirmed, namespace);
    return size() < before;
  }

  /** The namespaces that the client is connected to or has asked for. */
  public List<String> namespaces() {
    return Stream.concat(connected.stream(), pending.stream()).toList();
  }

  private SocketAction onConnect(String namespace, Packet.Connect connect) {
    if (pending.contains(namespace) || connected.contains(namespace)) {
      boolean mayNotKnow = pending.contains(namespace) || unconfirmed.contains(namespace);
      if (mayNotKnow && !(legacy && namespace.equals(NamespaceMatcher.MAIN))) {
        return new SocketAction.Ignore();
      }
      return new SocketAction.ProtocolError("second CONNECT to the same namespace");
    }
    if (!namespaceMatcher.matches(namespace)) {
      return new SocketAction.Send(SocketEncoder.invalidNamespace(namespace));
    }
    pending = with(pending, namespace);
    return new SocketAction.Connect(
        namespace, legacy ? queryAsAuth(connect.namespace()) : connect.auth());
  }

  /** The number of these namespaces. */
  public int size() {
    return connected.size() + pending.size();
  }

  private static List<String> with(List<String> names, String name) {
    return names.isEmpty() && name.equals(NamespaceMatcher.MAIN)
        ? MAIN_ONLY
        : Stream.concat(names.stream(), Stream.of(name)).toList();
  }

  private static List<String> without(List<String> names, String name) {
    return names.contains(name)
        ? names.stream().filter(each -> !each.equals(name)).toList()
        : names;
  }

  // Clients of Socket.IO 2 send in the query of the namespace what newer clients send as auth.
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

  /** What to do about a packet. */
  public sealed interface SocketAction {
    /** Decide whether the client may connect; {@code auth} is a JSON object. */
    record Connect(String namespace, String auth) implements SocketAction {}

    record Disconnect(String namespace) implements SocketAction {}

    /** The first request to connect is decided, or was answered. */
    record Ignore() implements SocketAction {}

    record Send(EncodedPacket packet) implements SocketAction {}

    record HandleEvent(String namespace, Event event, long ackId) implements SocketAction {}

    record Ack(String namespace, long ackId, JsonPayload arguments) implements SocketAction {}

    /** Close the connection. */
    record ProtocolError(String reason) implements SocketAction {}
  }
}
