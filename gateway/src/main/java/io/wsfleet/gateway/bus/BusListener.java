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

/** This gateway as the bus sees it: it handles messages, and answers requests of other servers. */
public interface BusListener {
  /**
   * Handles a message.
   *
   * @param offset its position in the stream, if the bus has one
   */
  void receive(BusMessage message, @Nullable String offset);

  /** The namespaces that have sockets here. */
  Set<String> namespaces();

  /** Whether a room has sockets here. */
  boolean hasRoom(String namespace, String room);

  /**
   * Adds a message to the history. Called for each message of the stream in order, whether or not
   * it is delivered as well.
   */
  default void addToHistory(BusMessage message, StreamPosition streamPosition) {}

  /**
   * Empties the history: the messages up to this position are not known to this gateway, all later
   * ones will be added.
   */
  default void resetHistory(StreamPosition upTo) {}

  /** The names of all rooms of a namespace that have sockets here. */
  Set<String> rooms(String namespace);

  /** The rooms of a socket; null if it is not connected to this gateway. */
  @Nullable Set<String> roomsOf(String namespace, String socketId);

  List<RemoteSocket> fetchSockets(Audience audience);

  /**
   * Sends an event that each socket here acknowledges. The callbacks get first the number of
   * sockets, then the first argument of each acknowledgement until the timeout.
   */
  void broadcastWithAck(
      Broadcast broadcast, long timeoutMillis, IntConsumer expectedAcks, Consumer<JsonPayload> ack);

  /**
   * Handles an event for this gateway itself, and acknowledges it with one value: with null if no
   * handler does, since the sender waits for all servers.
   */
  void onServerSideEmit(String namespace, Event event, Consumer<JsonPayload> ack);

  /**
   * A socket, as it is described to other servers.
   *
   * @param data a JSON object of the application
   */
  record RemoteSocket(String id, Set<String> rooms, String data, RemoteHandshake handshake) {}

  /**
   * The handshake of a socket's client.
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
