package io.wsfleet.gateway.bus.redis;

import io.wsfleet.gateway.bus.BusMessage.Broadcast;
import io.wsfleet.gateway.bus.Neighbour;
import io.wsfleet.gateway.bus.Neighbour.Resident;
import io.wsfleet.gateway.bus.redis.AnswerFormat.Answer;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.protocol.Event;
import io.wsfleet.gateway.socketio.protocol.JsonPayload;
import io.wsfleet.gateway.socketio.protocol.JsonText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What a gateway asks all members, and how it understands what they answer. */
sealed interface Question<T> {
  String namespace();

  byte[] request(String uid, String id) throws IOException;

  /** Asks this gateway, which is a member too. */
  void askHere(Neighbour here, Poll<T> poll);

  /** What another member answered. */
  void hear(Answer answer, Poll<T> poll) throws IOException;

  /** How many values each member gives at least. */
  default int leastValuesOfAMember() {
    return 0;
  }

  /** The sockets of an audience. */
  record Find(Audience audience) implements Question<Resident> {
    @Override
    public String namespace() {
      return audience.namespace();
    }

    @Override
    public byte[] request(String uid, String id) {
      return RequestFormat.fetch(uid, id, audience);
    }

    @Override
    public void askHere(Neighbour here, Poll<Resident> poll) {
      poll.giveAll(here.find(audience));
    }

    @Override
    public void hear(Answer answer, Poll<Resident> poll) {
      List<Resident> residents = new ArrayList<>();
      answer.body().path("sockets").forEach(each -> residents.add(AnswerFormat.resident(each)));
      poll.giveAll(residents);
    }
  }

  /** The names of all rooms of a namespace. */
  record Rooms(String namespace) implements Question<String> {
    @Override
    public byte[] request(String uid, String id) {
      return RequestFormat.allRooms(uid, id);
    }

    @Override
    public void askHere(Neighbour here, Poll<String> poll) {
      poll.giveAll(here.rooms(namespace));
    }

    @Override
    public void hear(Answer answer, Poll<String> poll) {
      poll.giveAll(answer.names("rooms"));
    }
  }

  /** An event that each client is to answer. */
  record AskClients(JsonText json, Broadcast broadcast, long timeoutMillis)
      implements Question<JsonPayload> {
    @Override
    public String namespace() {
      return broadcast.namespace();
    }

    @Override
    public byte[] request(String uid, String id) throws IOException {
      return RequestFormat.askClients(json, uid, id, broadcast, timeoutMillis);
    }

    @Override
    public void askHere(Neighbour here, Poll<JsonPayload> poll) {
      here.ask(broadcast, timeoutMillis, poll::promise, poll::give);
    }

    @Override
    public void hear(Answer answer, Poll<JsonPayload> poll) throws IOException {
      switch (answer.type()) {
        case 8 -> poll.promise(answer.body().path("clientCount").asInt());
        case 9 -> poll.give(answer.payload("packet"));
        default -> throw new IOException("an answer of clients of type " + answer.type());
      }
    }
  }

  /** An event that each other member is to answer with one value. */
  record AskServers(String namespace, Event event) implements Question<JsonPayload> {
    @Override
    public byte[] request(String uid, String id) throws IOException {
      return RequestFormat.askServers(uid, id, event);
    }

    @Override
    public void askHere(Neighbour here, Poll<JsonPayload> poll) {
      poll.asked(-1);
    }

    @Override
    public void hear(Answer answer, Poll<JsonPayload> poll) {
      poll.giveAll(List.of(answer.payload("data")));
    }

    @Override
    public int leastValuesOfAMember() {
      return 1;
    }
  }
}
