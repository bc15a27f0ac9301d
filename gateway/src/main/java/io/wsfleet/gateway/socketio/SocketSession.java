package io.wsfleet.gateway.socketio;

import org.jspecify.annotations.Nullable;

/**
 * What one connection may say in which order. A new client joins the main namespace by asking; an
 * older one (client 2.x) is in it from the start. Only the main namespace exists.
 */
public final class SocketSession {
  private final boolean legacy;
  private boolean joined;

  public SocketSession(boolean legacy) {
    this.legacy = legacy;
    this.joined = legacy;
  }

  /** Whether the client is in the main namespace. */
  public boolean isJoined() {
    return joined;
  }

  public Step onPacket(Packet packet) {
    boolean main = packet.namespace().equals("/");
    if (packet instanceof Packet.Connect) {
      return main ? join() : new Step.Reply(refusal(packet.namespace()));
    }
    if (!main || !joined) {
      return new Step.Break("a packet for a namespace that the client is not in");
    }
    if (packet instanceof Packet.Disconnect) {
      joined = false;
      return new Step.Leave();
    }
    if (packet instanceof Packet.Message message) {
      return new Step.Happen(message.event(), message.ackId());
    }
    if (packet instanceof Packet.Ack ack) {
      return new Step.Answer(ack.ackId(), ack.arguments());
    }
    throw new IllegalStateException("a packet of an unknown kind: " + packet);
  }

  /** Takes the client out of the namespace; the packet that tells it, if it was in. */
  public @Nullable Frame expel() {
    if (!joined) {
      return null;
    }
    joined = false;
    return SocketEncoder.disconnected();
  }

  private Step join() {
    if (joined) {
      return new Step.Break("a second connect to the same namespace");
    }
    joined = true;
    return new Step.Join();
  }

  private Frame refusal(String namespace) {
    // Older clients send their query in the namespace, where newer ones have a payload for it.
    int query = legacy ? namespace.indexOf('?') : -1;
    return SocketEncoder.invalidNamespace(query < 0 ? namespace : namespace.substring(0, query));
  }

  /** What is to be done about a packet. */
  public sealed interface Step {
    record Join() implements Step {}

    record Leave() implements Step {}

    record Reply(Frame frame) implements Step {}

    record Happen(Event event, long ackId) implements Step {}

    record Answer(long ackId, String arguments) implements Step {}

    /** Close the whole connection. */
    record Break(String why) implements Step {}
  }
}
