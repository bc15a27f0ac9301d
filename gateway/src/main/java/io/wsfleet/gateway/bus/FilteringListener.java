package io.wsfleet.gateway.bus;

import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.protocol.Event;
import io.wsfleet.gateway.socketio.protocol.JsonPayload;
import io.wsfleet.gateway.socketio.protocol.PacketValidator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Drops what must not be sent to clients before it is delivered, or kept for their recovery. */
record FilteringListener(BusListener listener, PacketFilter filter) implements BusListener {

  @Override
  public void receive(BusMessage message, @Nullable String offset) {
    // What other servers say to this gateway's handlers reaches no client.
    if (!(message instanceof BusMessage.Broadcast) || filter.refuse(message) == null) {
      listener.receive(message, offset);
    }
  }

  @Override
  public void addToHistory(BusMessage message, StreamPosition streamPosition) {
    // Counted when it is delivered.
    if (!(message instanceof BusMessage.Broadcast broadcast)
        || PacketValidator.violation(broadcast.event()) == null) {
      listener.addToHistory(message, streamPosition);
    }
  }

  @Override
  public void broadcastWithAck(
      BusMessage.Broadcast broadcast,
      long timeoutMillis,
      IntConsumer expectedAcks,
      Consumer<JsonPayload> ack) {
    if (filter.refuse(broadcast) == null) {
      listener.broadcastWithAck(broadcast, timeoutMillis, expectedAcks, ack);
    } else {
      expectedAcks.accept(0);
    }
  }

  @Override
  public Set<String> namespaces() {
    return listener.namespaces();
  }

  @Override
  public boolean hasRoom(String namespace, String room) {
    return listener.hasRoom(namespace, room);
  }

  @Override
  public void resetHistory(StreamPosition upTo) {
    listener.resetHistory(upTo);
  }

  @Override
  public Set<String> rooms(String namespace) {
    return listener.rooms(namespace);
  }

  @Override
  public @Nullable Set<String> roomsOf(String namespace, String socketId) {
    return listener.roomsOf(namespace, socketId);
  }

  @Override
  public List<RemoteSocket> fetchSockets(Audience audience) {
    return listener.fetchSockets(audience);
  }

  @Override
  public void onServerSideEmit(String namespace, Event event, Consumer<JsonPayload> ack) {
    listener.onServerSideEmit(namespace, event, ack);
  }
}
