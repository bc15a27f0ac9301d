package io.wsfleet.gateway.socketio.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wsfleet.gateway.engineio.protocol.CloseReason;
import io.wsfleet.gateway.engineio.server.Handshake;
import io.wsfleet.gateway.socketio.fanout.Delivery;
import io.wsfleet.gateway.socketio.fanout.SocketSender;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.protocol.Event;
import io.wsfleet.gateway.socketio.protocol.JsonPayload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PendingAcksTest {
  private static final Event QUESTION = Event.of("q", "1");

  private final Hub hub = new Hub();
  private final List<String> sent = new ArrayList<>();
  private final List<Integer> counts = new ArrayList<>();
  private final List<String> answers = new ArrayList<>();
  private long now;
  private final PendingAcks pendingAcks = new PendingAcks(hub, 2, () -> now);

  @Test
  void countsTheReceiversAndPassesTheFirstArgumentOfEachAnswerOn() {
    Socket anna = member("anna");
    Socket bert = member("bert");
    ask(1000);
    assertEquals(List.of(2), counts);
    assertEquals(List.of("420[\"q\",1]", "420[\"q\",1]"), sent);
    pendingAcks.acknowledge(anna, 0, JsonPayload.of("[{\"a\":1},2]"));
    pendingAcks.acknowledge(anna, 0, JsonPayload.of("[\"a second time\"]"));
    pendingAcks.acknowledge(bert, 0, JsonPayload.of("[]"));
    assertEquals(List.of("{\"a\":1}", "null"), answers);
    assertEquals(0, pendingAcks.size());
  }

  @Test
  void saysThatThereIsNobody() {
    ask(1000);
    assertEquals(List.of(0), counts);
    assertEquals(0, pendingAcks.size());
  }

  @Test
  void ignoresAnswersThatAreLateOrThatNobodyWaitsFor() {
    Socket anna = member("anna");
    ask(1000);
    pendingAcks.acknowledge(anna, 7, JsonPayload.of("[1]"));
    pendingAcks.acknowledge(anna, -1, JsonPayload.of("[1]"));
    now = 1001;
    pendingAcks.acknowledge(anna, 0, JsonPayload.of("[1]"));
    assertEquals(List.of(), answers);
  }

  @Test
  void givesUpTheOldestOfTooMany() {
    Socket anna = member("anna");
    ask(1000);
    ask(1000);
    ask(1000);
    assertEquals(2, pendingAcks.size());
    pendingAcks.acknowledge(anna, 0, JsonPayload.of("[0]"));
    pendingAcks.acknowledge(anna, 2, JsonPayload.of("[2]"));
    assertEquals(List.of("2"), answers);
  }

  @Test
  void forgetsQuestionsWhoseTimeIsOver() {
    member("anna");
    ask(1000);
    now = 2000;
    ask(1000);
    assertEquals(1, pendingAcks.size());
  }

  private void ask(long timeoutMillis) {
    pendingAcks.emit(
        Audience.all("/"),
        QUESTION,
        false,
        timeoutMillis,
        counts::add,
        answer -> answers.add(answer.json()));
  }

  private Socket member(String id) {
    SocketSender socketSender =
        new SocketSender() {
          @Override
          public void deliver(Delivery delivery) {
            sent.add(delivery.encodedAs(Delivery.SOCKET_IO).text());
          }

          @Override
          public void sendAck(long ackId, JsonPayload arguments) {}

          @Override
          public void disconnect(boolean closeConnection, CloseReason reason) {}
        };
    Socket socket =
        new Socket(id, "/", Handshake.of("127.0.0.1", "/", 0, false, Map.of()), "{}", socketSender);
    hub.add(socket);
    return socket;
  }
}
