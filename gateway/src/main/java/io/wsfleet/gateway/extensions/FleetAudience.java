package io.wsfleet.gateway.extensions;

import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.handlers.Answers;
import io.wsfleet.handlers.Audience;
import io.wsfleet.handlers.SocketInfo;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Sockets of a namespace that handlers act on. */
record FleetAudience(
    Reach reach,
    String namespace,
    Set<String> rooms,
    Set<String> excepted,
    boolean isLocal,
    boolean isDroppable)
    implements Audience {

  static FleetAudience everyone(Reach reach, String namespace) {
    return new FleetAudience(reach, namespace, Set.of(), Set.of(), false, false);
  }

  @Override
  public FleetAudience to(String... more) {
    if (more.length == 0) {
      throw new IllegalArgumentException("which rooms? everyone() is who is in any or none");
    }
    return new FleetAudience(reach, namespace, union(rooms, more), excepted, isLocal, isDroppable);
  }

  @Override
  public FleetAudience except(String... more) {
    return new FleetAudience(reach, namespace, rooms, union(excepted, more), isLocal, isDroppable);
  }

  @Override
  public FleetAudience local() {
    return new FleetAudience(reach, namespace, rooms, excepted, true, isDroppable);
  }

  @Override
  public FleetAudience droppable() {
    return new FleetAudience(reach, namespace, rooms, excepted, isLocal, true);
  }

  @Override
  public CompletionStage<Void> emit(String event, @Nullable Object... arguments) {
    return reach.publish(broadcast(event, arguments), isLocal);
  }

  @Override
  public CompletionStage<Answers> ask(
      Duration timeout, String event, @Nullable Object... arguments) {
    return reach.apart(
        reach
            .inquiries(isLocal)
            .send(broadcast(event, arguments), Views.millis(timeout))
            .thenApply(Views::answers));
  }

  @Override
  public CompletionStage<List<SocketInfo>> sockets() {
    return reach.apart(
        reach
            .inquiries(isLocal)
            .fetchSockets(audience())
            .thenApply(found -> found.values().stream().map(Views::socket).toList()));
  }

  @Override
  public CompletionStage<Void> join(String... into) {
    return reach.publish(new BusMessage.Join(audience(), Set.of(into)), isLocal);
  }

  @Override
  public CompletionStage<Void> leave(String... from) {
    return reach.publish(new BusMessage.Leave(audience(), Set.of(from)), isLocal);
  }

  @Override
  public CompletionStage<Void> disconnect(boolean closeConnection) {
    return reach.publish(new BusMessage.Disconnect(audience(), closeConnection), isLocal);
  }

  private BusMessage.Broadcast broadcast(String event, @Nullable Object... arguments) {
    return new BusMessage.Broadcast(Arguments.event(event, arguments), audience(), isDroppable);
  }

  private io.wsfleet.gateway.socketio.protocol.Audience audience() {
    return new io.wsfleet.gateway.socketio.protocol.Audience(namespace, rooms, excepted);
  }

  private static Set<String> union(Set<String> some, String... more) {
    Set<String> union = new HashSet<>(some);
    union.addAll(List.of(more));
    return Set.copyOf(union);
  }
}
