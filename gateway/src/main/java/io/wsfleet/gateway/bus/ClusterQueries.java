package io.wsfleet.gateway.bus;

import io.wsfleet.gateway.bus.BusMessage.Broadcast;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.protocol.Event;
import io.wsfleet.gateway.socketio.protocol.JsonPayload;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * What is asked of all members of the fleet, this one included. Each question ends after a bounded
 * time; an answer that is not {@link Responses#complete} lacks those of members that did not
 * answer.
 */
public interface ClusterQueries {

  /** The sockets of an audience. */
  CompletionStage<Responses<BusListener.RemoteSocket>> fetchSockets(Audience audience);

  /** The names of all rooms of a namespace, each once, the sockets' own included. */
  CompletionStage<Responses<String>> allRooms(String namespace);

  /** Sends an event that each receiver is to answer: the first argument of each answer. */
  CompletionStage<Responses<JsonPayload>> send(Broadcast broadcast, long timeoutMillis);

  /** Sends an event that each <em>other</em> member is to answer, with one value. */
  CompletionStage<Responses<JsonPayload>> serverSideEmitWithAck(
      String namespace, Event event, long timeoutMillis);

  /**
   * What was answered.
   *
   * @param expected how many answers there would have been, as far as is known
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
