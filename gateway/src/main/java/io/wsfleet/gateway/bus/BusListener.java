package io.wsfleet.gateway.bus;

import io.wsfleet.gateway.bus.BusMessage.Broadcast;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.protocol.Event;
import io.wsfleet.gateway.socketio.protocol.JsonPayload;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** This gateway, as the fleet sees it: it is told what to do and asked what it knows. */
public interface BusListener {
  /**
   * A message for the members of the fleet.
   *
   * @param offset where it is in the history of the fleet, if the bus keeps one
   */
  void receive(BusMessage message, @Nullable String offset);

  /** The namespaces in which somebody is here. */
  Set<String> namespaces();

  /** Whether somebody here is in a room. */
  boolean hasRoom(String namespace, String room);

  /**
   * A message has its place in the history of the fleet. This comes for each of them, in their
   * order, whether or not it is to be received as well.
   */
  default void addToHistory(BusMessage message, StreamPosition streamPosition) {}

  /**
   * What was said up to this offset is not known to this gateway, or not any more; what comes after
   * it will be.
   */
  default void resetHistory(StreamPosition upTo) {}

  /** The names of all rooms of a namespace here. */
  Set<String> rooms(String namespace);

  /** The rooms that a socket of ours is in; null if it is none of ours. */
  @Nullable Set<String> roomsOf(String namespace, String socketId);

  List<RemoteSocket> fetchSockets(Audience audience);

  /**
   * Sends an event that each receiver here is to answer. Tells first how many receivers there are,
   * then the first argument of each answer, as long as {@code timeoutMillis} have not passed.
   */
  void broadcastWithAck(
      Broadcast broadcast, long timeoutMillis, IntConsumer expectedAcks, Consumer<JsonPayload> ack);

  /**
   * An event for the member itself, which answers with one value: null if it has no use for it,
   * since whoever asks waits for all.
   */
  void onServerSideEmit(String namespace, Event event, Consumer<JsonPayload> ack);

  /**
   * A socket, as it is described to others.
   *
   * @param data a JSON object that belongs to the application
   */
  record RemoteSocket(String id, Set<String> rooms, String data, RemoteHandshake handshake) {}

  /**
   * How a socket's client came.
   *
   * @param issued when, in milliseconds since 1970
   * @param auth a JSON object
   */
  record RemoteHandshake(
      String address,
      String url,
      long issued,
      boolean secure,
      Map<String, String> headers,
      Map<String, String> query,
      String auth) {}
}
