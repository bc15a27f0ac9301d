package io.wsfleet.gateway.extensions;

import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.bus.Inquiries;
import io.wsfleet.gateway.engineio.protocol.CloseReason;
import io.wsfleet.gateway.hub.Member;
import io.wsfleet.gateway.socketio.Payload;
import io.wsfleet.handlers.Audience;
import io.wsfleet.handlers.Handshake;
import io.wsfleet.handlers.Socket;
import io.wsfleet.handlers.Value;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A socket of this gateway, as handlers see it. */
final class FleetSocket implements Socket {
  private final Reach reach;
  private final Member member;
  private final boolean recovered;

  FleetSocket(Reach reach, Member member, boolean recovered) {
    this.reach = reach;
    this.member = member;
    this.recovered = recovered;
  }

  @Override
  public String id() {
    return member.id();
  }

  @Override
  public String namespace() {
    return member.namespace();
  }

  @Override
  public Handshake handshake() {
    return Views.handshake(member.handshake());
  }

  @Override
  public boolean recovered() {
    return recovered;
  }

  @Override
  public boolean isConnected() {
    return reach.hub().member(member.namespace(), member.id()) == member;
  }

  @Override
  public Value data() {
    return Views.object(member.data());
  }

  @Override
  public void data(Object object) {
    member.data(Value.object(object).json());
  }

  @Override
  public Set<String> rooms() {
    return reach.hub().roomsOf(member);
  }

  @Override
  public void join(String... rooms) {
    for (String room : rooms) {
      if (!reach.hub().join(member, room)) {
        member.outlet().disconnect(true, CloseReason.TOO_MANY_ROOMS);
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
            .ask(broadcast(event, arguments), Views.millis(timeout))
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
    member.outlet().disconnect(closeConnection, CloseReason.SERVER_DISCONNECT);
  }

  private static CompletionStage<Value> single(Inquiries.Answers<Payload> answers) {
    return answers.given().isEmpty()
        ? CompletableFuture.failedStage(new TimeoutException("the client has not answered"))
        : CompletableFuture.completedStage(Arguments.value(answers.given().get(0)));
  }

  private BusMessage.Broadcast broadcast(String event, @Nullable Object... arguments) {
    return new BusMessage.Broadcast(Arguments.event(event, arguments), self(), false);
  }

  private io.wsfleet.gateway.socketio.Audience self() {
    return io.wsfleet.gateway.socketio.Audience.room(namespace(), id());
  }
}
