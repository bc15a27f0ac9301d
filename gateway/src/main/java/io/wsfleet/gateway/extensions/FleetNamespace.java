package io.wsfleet.gateway.extensions;

import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.handlers.Answers;
import io.wsfleet.handlers.Audience;
import io.wsfleet.handlers.Namespace;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A namespace that handlers act on. */
record FleetNamespace(Reach reach, String name) implements Namespace {

  @Override
  public Audience everyone() {
    return FleetAudience.everyone(reach, name);
  }

  @Override
  public Audience to(String... rooms) {
    return FleetAudience.everyone(reach, name).to(rooms);
  }

  @Override
  public CompletionStage<Set<String>> rooms() {
    return reach.apart(
        reach.inquiries(false).allRooms(name).thenApply(rooms -> Set.copyOf(rooms.values())));
  }

  @Override
  public CompletionStage<Void> tellServers(String event, @Nullable Object... arguments) {
    return reach.publish(
        new BusMessage.ServerEvent(name, Arguments.event(event, arguments)), false);
  }

  @Override
  public CompletionStage<Answers> askServers(
      Duration timeout, String event, @Nullable Object... arguments) {
    return reach.apart(
        reach
            .inquiries(false)
            .serverSideEmitWithAck(name, Arguments.event(event, arguments), Views.millis(timeout))
            .thenApply(Views::answers));
  }
}
