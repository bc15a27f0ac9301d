package io.wsfleet.gateway.bus;

import io.wsfleet.gateway.bus.BusMessage.Broadcast;
import io.wsfleet.gateway.socketio.Audience;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** This gateway, as the other members see it: they tell it what to do and ask what it knows. */
public interface Neighbour {
  void receive(BusMessage message);

  /** The names of all rooms here. */
  Set<String> rooms();

  /** The rooms that a socket of ours is in; null if it is none of ours. */
  @Nullable Set<String> roomsOf(String socketId);

  List<Resident> find(Audience audience);

  /**
   * Sends an event that each receiver is to answer. Tells first how many receivers there are, then
   * the first argument of each answer as JSON, as long as {@code timeoutMillis} have not passed.
   */
  void ask(Broadcast question, long timeoutMillis, IntConsumer receivers, Consumer<String> answer);

  /** A socket, as it is described to others. */
  record Resident(
      String id,
      Set<String> rooms,
      String address,
      String url,
      long issued,
      Map<String, String> headers,
      Map<String, String> query) {}
}
