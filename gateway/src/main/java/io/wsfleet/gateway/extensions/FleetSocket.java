package io.wsfleet.gateway.extensions;

import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.bus.ClusterQueries;
import io.wsfleet.gateway.engineio.protocol.CloseReason;
import io.wsfleet.gateway.socketio.protocol.JsonPayload;
import io.wsfleet.gateway.socketio.server.Socket;
import io.wsfleet.handlers.Audience;
import io.wsfleet.handlers.Handshake;
import io.wsfleet.handlers.Value;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A socket of this gateway, as handlers see it. */
final class FleetSocket implements io.wsfleet.handlers.Socket {
  private final Reach reach;
  private final Socket socket;
  private final boolean recovered;

  FleetSocket(Reach reach, Socket socket, boolean recovered) {
    this.reach = reach;
    this.socket = socket;
    this.recovered = recovered;
  }

  @Override
  public String id() {
    return socket.id();
  }

  @Override
  public String namespace() {
    return socket.namespace();
  }

  @Override
  public Handshake handshake() {
    return Views.handshake(socket.handshake());
  }

  @Override
  public boolean recovered() {
    return recovered;
  }

  @Override
  public boolean isConnected() {
    return reach.hub().socket(socket.namespace(), socket.id()) == socket;
  }

  @Override
  public Value data() {
    return Views.object(socket.data());
  }

  @Override
  public void data(Object object) {
    socket.data(Value.object(object).json());
  }

  @Override
  public Set<String> rooms() {
    return reach.hub().roomsOf(socket);
  }

  @Override
  public void join(String... rooms) {
    for (String room : rooms) {
      if (!reach.hub().join(socket, room)) {
        socket.sender().disconnect(true, CloseReason.TOO_MANY_ROOMS);
        return;
      }
    }
  }

  @Override
  public void leave(String... rooms) {
    reach.hub().leave(self(), Set.of(rooms));
  }

  @Override
  public CompletionStage<Void> emit(String event, @Nullable Object... arguments) {
    return reach.publish(broadcast(event, arguments), false);
  }

  @Override
  public CompletionStage<Value> ask(Duration timeout, String event, @Nullable Object... arguments) {
    return reach.apart(
        reach
            .inquiries(true)
            .send(broadcast(event, arguments), Views.millis(timeout))
            .thenCompose(FleetSocket::single));
  }

  @Override
  public Audience others() {
    return FleetAudience.everyone(reach, namespace()).except(id());
  }

  @Override
  public Audience to(String... rooms) {
    return FleetAudience.everyone(reach, namespace()).to(rooms).except(id());
  }

  @Override
  public void disconnect(boolean closeConnection) {
    socket.sender().disconnect(closeConnection, CloseReason.SERVER_DISCONNECT);
  }

  private static CompletionStage<Value> single(ClusterQueries.Responses<JsonPayload> responses) {
    return responses.values().isEmpty()
        ? CompletableFuture.failedStage(new TimeoutException("the client has not answered"))
        : CompletableFuture.completedStage(Arguments.value(responses.values().get(0)));
  }

  private BusMessage.Broadcast broadcast(String event, @Nullable Object... arguments) {
    return new BusMessage.Broadcast(Arguments.event(event, arguments), self(), false);
  }

  private io.wsfleet.gateway.socketio.protocol.Audience self() {
    return io.wsfleet.gateway.socketio.protocol.Audience.room(namespace(), id());
  }
}
