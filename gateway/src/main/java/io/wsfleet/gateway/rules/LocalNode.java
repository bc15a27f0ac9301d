package io.wsfleet.gateway.rules;

import io.wsfleet.gateway.bus.BusListener;
import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.bus.StreamPosition;
import io.wsfleet.gateway.engineio.protocol.CloseReason;
import io.wsfleet.gateway.engineio.server.Handshake;
import io.wsfleet.gateway.session.Recovery;
import io.wsfleet.gateway.socketio.fanout.Delivery;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.protocol.Event;
import io.wsfleet.gateway.socketio.protocol.JsonPayload;
import io.wsfleet.gateway.socketio.server.Hub;
import io.wsfleet.gateway.socketio.server.PendingAcks;
import io.wsfleet.gateway.socketio.server.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** This gateway as the bus sees it: applies messages of other servers to the local sockets. */
public final class LocalNode implements BusListener {
  private final Hub hub;
  private final EventRouter eventRouter;
  private final PendingAcks pendingAcks;
  private final Recovery recovery;
  private final LongAdder delivered = new LongAdder();

  public LocalNode(Hub hub, EventRouter eventRouter, PendingAcks pendingAcks, Recovery recovery) {
    this.recovery = recovery;
    this.hub = hub;
    this.eventRouter = eventRouter;
    this.pendingAcks = pendingAcks;
  }

  @Override
  public void receive(BusMessage message, @Nullable String offset) {
    if (message instanceof BusMessage.Broadcast broadcast) {
      deliver(broadcast, offset);
    } else if (message instanceof BusMessage.Join join) {
      hub.join(join.audience(), join.rooms());
    } else if (message instanceof BusMessage.Leave leave) {
      hub.leave(leave.audience(), leave.rooms());
    } else if (message instanceof BusMessage.Disconnect disconnect) {
      hub.find(disconnect.audience())
          .forEach(
              socket ->
                  socket.sender().disconnect(disconnect.close(), CloseReason.SERVER_DISCONNECT));
    } else if (message instanceof BusMessage.ServerEvent event) {
      eventRouter.onServerEvent(event.namespace(), event.event(), ack -> {});
    } else if (message instanceof BusMessage.Recovered recovered) {
      recovery.onRecovered(recovered);
    } else {
      throw new IllegalStateException("unknown message: " + message);
    }
  }

  private void deliver(BusMessage.Broadcast message, @Nullable String offset) {
    Delivery delivery =
        Delivery.of(message.namespace(), message.event(), message.isVolatile(), offset);
    delivered.add(hub.deliver(message.audience(), delivery));
  }

  /** Returns how many events were delivered, counted for each receiver. */
  public long delivered() {
    return delivered.sum();
  }

  @Override
  public Set<String> namespaces() {
    return hub.namespaces();
  }

  @Override
  public boolean hasRoom(String namespace, String room) {
    return hub.hasRoom(namespace, room);
  }

  @Override
  public void addToHistory(BusMessage message, StreamPosition streamPosition) {
    recovery.addToHistory(message, streamPosition);
  }

  @Override
  public void resetHistory(StreamPosition upTo) {
    recovery.resetHistory(upTo);
  }

  @Override
  public Set<String> rooms(String namespace) {
    return hub.rooms(namespace);
  }

  @Override
  public @Nullable Set<String> roomsOf(String namespace, String socketId) {
    Socket socket = hub.socket(namespace, socketId);
    return socket == null ? null : hub.roomsOf(socket);
  }

  @Override
  public List<RemoteSocket> fetchSockets(Audience audience) {
    return hub.find(audience).stream().map(this::describe).toList();
  }

  @Override
  public void broadcastWithAck(
      BusMessage.Broadcast broadcast,
      long timeoutMillis,
      IntConsumer expectedAcks,
      Consumer<JsonPayload> ack) {
    pendingAcks.emit(
        broadcast.audience(),
        broadcast.event(),
        broadcast.isVolatile(),
        timeoutMillis,
        expectedAcks,
        ack);
  }

  @Override
  public void onServerSideEmit(String namespace, Event event, Consumer<JsonPayload> ack) {
    eventRouter.onServerEvent(namespace, event, ack);
  }

  private RemoteSocket describe(Socket socket) {
    Handshake handshake = socket.handshake();
    return new RemoteSocket(
        socket.id(),
        hub.roomsOf(socket),
        socket.data(),
        new RemoteHandshake(
            handshake.address(),
            handshake.url(),
            handshake.issued(),
            handshake.secure(),
            handshake.headers(),
            handshake.query(),
            handshake.auth()));
  }
}
