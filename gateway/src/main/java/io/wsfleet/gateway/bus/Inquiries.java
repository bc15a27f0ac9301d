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
 * time; an answer that is not {@link Answers#complete} lacks those of members that did not answer.
 */
public interface Inquiries {

  /** The sockets of an audience. */
  CompletionStage<Answers<Neighbour.Resident>> find(Audience audience);

  /** The names of all rooms of a namespace, each once, the sockets' own included. */
  CompletionStage<Answers<String>> rooms(String namespace);

  /** Sends an event that each receiver is to answer: the first argument of each answer. */
  CompletionStage<Answers<JsonPayload>> send(Broadcast question, long timeoutMillis);

  /** Sends an event that each <em>other</em> member is to answer, with one value. */
  CompletionStage<Answers<JsonPayload>> askServers(
      String namespace, Event event, long timeoutMillis);

  /**
   * What was answered.
   *
   * @param expected how many answers there would have been, as far as is known
   */
  record Answers<T>(List<T> given, boolean complete, int expected) {
    public Answers {
      given = List.copyOf(given);
    }

    public static <T> Answers<T> all(List<T> given) {
      return new Answers<>(given, true, given.size());
    }

    /** The same with each value once. */
    public Answers<T> distinct() {
      return new Answers<>(List.copyOf(Set.copyOf(given)), complete, expected);
    }
  }
}
