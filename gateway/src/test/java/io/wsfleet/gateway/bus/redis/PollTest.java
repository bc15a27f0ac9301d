package io.wsfleet.gateway.bus.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.gateway.bus.BusMessage.Broadcast;
import io.wsfleet.gateway.bus.Inquiries.Answers;
import io.wsfleet.gateway.bus.redis.AnswerFormat.Answer;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.protocol.Event;
import io.wsfleet.gateway.socketio.protocol.JsonPayload;
import io.wsfleet.gateway.socketio.protocol.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class PollTest {
  private static final Question<String> ROOMS = new Question.Rooms("/");
  private static final Question<JsonPayload> SERVERS = new Question.AskServers("/", Event.of("e"));
  private static final Question<JsonPayload> CLIENTS =
      new Question.AskClients(
          new JsonText(100), new Broadcast(Event.of("e"), Audience.all("/"), false), 100);

  @Test
  void endsOnceEachMemberHasSpoken() {
    Poll<String> poll = new Poll<>(ROOMS, 2);
    poll.giveAll(List.of("a"));
    assertFalse(poll.ended().isDone());
    poll.giveAll(List.of("b", "c"));
    assertEquals(new Answers<>(List.of("a", "b", "c"), true, 3), poll.ended().join());
  }

  @Test
  void waitsForTheMembersOfWhichItLearnsLater() {
    Poll<String> poll = new Poll<>(ROOMS, 2);
    poll.giveAll(List.of());
    poll.asked(1);
    poll.giveAll(List.of("a"));
    assertFalse(poll.ended().isDone());
    poll.giveAll(List.of("b"));
    assertTrue(poll.ended().join().complete());
  }

  @Test
  void waitsForAllValuesThatMembersPromised() throws IOException {
    Poll<JsonPayload> poll = new Poll<>(CLIENTS, 2);
    poll.promise(1);
    poll.hear(answer("{'requestId':'x','type':8,'clientCount':2}"));
    poll.hear(answer("{'requestId':'x','type':9,'packet':'one'}"));
    poll.give(JsonPayload.of("2"));
    assertFalse(poll.ended().isDone());
    poll.hear(answer("{'requestId':'x','type':9}"));
    assertEquals(
        List.of("\"one\"", "2", "null"),
        poll.ended().join().given().stream().map(JsonPayload::json).toList());
  }

  @Test
  void saysWhatIsMissingWhenTheTimeIsOver() {
    Poll<JsonPayload> poll = new Poll<>(SERVERS, 3);
    poll.asked(-1);
    poll.giveAll(List.of(JsonPayload.of("1")));
    poll.end();
    assertEquals(new Answers<>(List.of(JsonPayload.of("1")), false, 2), poll.ended().join());
  }

  @Test
  void isNotCompleteWithoutTheMembersThatCannotBeReached() {
    Poll<String> poll = new Poll<>(ROOMS, 2);
    poll.giveAll(List.of("a"));
    poll.lost(1);
    assertEquals(new Answers<>(List.of("a"), false, 1), poll.ended().join());
  }

  @Test
  void waitsForItsOwnClientsThoughOthersCannotBeReached() {
    Poll<JsonPayload> poll = new Poll<>(CLIENTS, 2);
    poll.promise(1);
    poll.lost(1);
    assertFalse(poll.ended().isDone());
    poll.give(JsonPayload.of("1"));
    assertFalse(poll.ended().join().complete());
  }

  @Test
  void staysAsItEnded() {
    Poll<String> poll = new Poll<>(ROOMS, 1);
    poll.end();
    poll.giveAll(List.of("late"));
    assertEquals(List.of(), poll.ended().join().given());
  }

  private static Answer answer(String json) throws IOException {
    return Answer.parse(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), 100);
  }
}
