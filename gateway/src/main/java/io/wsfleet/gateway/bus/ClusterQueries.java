package io.wsfleet.gateway.bus;

import io.wsfleet.gateway.bus.BusMessage.Broadcast;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.protocol.Event;
import io.wsfleet.gateway.socketio.protocol.JsonPayload;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Requests to all gateways and servers, this gateway included. Each ends after a bounded time;
 * responses that are not {@link Responses#complete} lack those of servers that did not respond.
 */
public interface ClusterQueries {

  /** The sockets of an audience. */
  CompletionStage<Responses<BusListener.RemoteSocket>> fetchSockets(Audience audience);

  /** The names of all rooms of a namespace, each once, the sockets' own included. */
  CompletionStage<Responses<String>> allRooms(String namespace);

  /** Sends an event that each socket acknowledges; returns the first argument of each. */
  CompletionStage<Responses<JsonPayload>> send(Broadcast broadcast, long timeoutMillis);

  /** Sends an event that each <em>other</em> server acknowledges with one value. */
  CompletionStage<Responses<JsonPayload>> serverSideEmitWithAck(
      String namespace, Event event, long timeoutMillis);

  /**
   * The responses to a request.
   *
   * @param expected how many values were expected, as far as is known
   */
  record Responses<T>(List<T> values, boolean complete, int expected) {
    public Responses {
      values = List.copyOf(values);
    }

    public static <T> Responses<T> completeOf(List<T> given) {
      return new Responses<>(given, true, given.size());
    }

    /** The same with each value once. */
    public Responses<T> distinct() {
      return new Responses<>(List.copyOf(Set.copyOf(values)), complete, expected);
    }
  }
}
