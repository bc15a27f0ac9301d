package io.wsfleet.gateway.rules;

import static io.wsfleet.contract.rules.Broadcast.Audience.Everyone;
import static io.wsfleet.contract.rules.Broadcast.Audience.Others;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import io.wsfleet.contract.rules.Acknowledgement;
import io.wsfleet.contract.rules.Broadcast;
import io.wsfleet.contract.rules.EventRule;
import io.wsfleet.contract.rules.RoomSelector;
import io.wsfleet.gateway.socketio.protocol.Event;
import io.wsfleet.gateway.socketio.protocol.JsonPayload;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleParserTest {
  private static final Rule.Room LOBBY = new Rule.Room.Named("lobby");
  private static final Rule.Room ARGUMENT = new Rule.Room.Argument();
  private static final JsonNode JSON_NULL = NullNode.getInstance();
  private static final JsonNode JSON_DATA =
      JsonNodeFactory.instance.objectNode().set("a", JsonNodeFactory.instance.arrayNode().add(1));
  private static final Rule.Reply NO_REPLY = new Rule.Reply.Data(JsonPayload.NO_ARGUMENTS);

  @Test
  void readsRules() {
    assertEquals(
        List.of(
            rule("testMsg", true, null),
            rule("say", false, new Rule.Broadcast("said", Rule.To.OTHERS, null)),
            rule("room", false, new Rule.Broadcast("r", Rule.To.EVERYONE, LOBBY))),
        RuleParser.rules(
            "V",
            """
            [{"on":"testMsg","log":true},
             {"on":"say","broadcast":{"event":"said","to":"Others"}},
             {"on":"room","log":false,"broadcast":{"event":"r","room":"lobby"}}]
            """));
  }

  @Test
  void readsRoomsAndReplies() {
    assertEquals(
        List.of(
            new Rule("/a", "in", false, ARGUMENT, LOBBY, null, NO_REPLY),
            new Rule("/t-*", "in", false, null, null, null, new Rule.Reply.Echo()),
            new Rule("/", "in", false, null, null, null, NO_REPLY),
            new Rule("/", "x", false, null, null, null, data("[null]")),
            new Rule("/", "y", false, null, null, null, data("[{\"a\":[1,\"b\"]}]")),
            rule("tell", false, new Rule.Broadcast("told", Rule.To.EVERYONE, ARGUMENT))),
        RuleParser.rules(
            "V",
            """
            [{"on":"in","namespace":"/a","join":{"fromArgument":true},"leave":{"room":"lobby"}},
             {"on":"in","namespace":"/t-*","reply":{"echo":true}},
             {"on":"in","reply":{}},
             {"on":"x","reply":{"data":null}},
             {"on":"y","reply":{"data":{"a":[1,"b"]},"echo":false}},
             {"on":"tell","broadcast":{"event":"told","roomFromArgument":true}}]
            """));
  }

  /** What the operator writes into the environment: the contract's records as JSON. */
  @Test
  void readsEveryRuleThatTheOperatorCanWrite() throws JsonProcessingException {
    RoomSelector lobby = new RoomSelector("lobby", null);
    RoomSelector argument = new RoomSelector(null, true);
    List<EventRule> written =
        List.of(
            new EventRule("a", null, null, null, null, null, null),
            new EventRule("b", "/t-*", true, lobby, argument, null, null),
            new EventRule("c", null, false, argument, lobby, broadcast(null, null, null), null),
            new EventRule("d", null, null, null, null, broadcast(Others, "lobby", false), null),
            new EventRule("e", null, null, null, null, broadcast(Everyone, null, true), null),
            new EventRule("f", null, null, null, null, null, new Acknowledgement(null, true)),
            new EventRule("g", null, null, null, null, null, new Acknowledgement(JSON_DATA, false)),
            new EventRule("h", null, null, null, null, null, new Acknowledgement(JSON_NULL, null)),
            new EventRule("i", null, null, null, null, null, new Acknowledgement(null, null)));
    assertEquals(
        List.of(
            rule("a", false, null),
            new Rule("/t-*", "b", true, LOBBY, ARGUMENT, null, NO_REPLY),
            new Rule(
                "/",
                "c",
                false,
                ARGUMENT,
                LOBBY,
                new Rule.Broadcast("sent", Rule.To.EVERYONE, null),
                NO_REPLY),
            rule("d", false, new Rule.Broadcast("sent", Rule.To.OTHERS, LOBBY)),
            rule("e", false, new Rule.Broadcast("sent", Rule.To.EVERYONE, ARGUMENT)),
            new Rule("/", "f", false, null, null, null, new Rule.Reply.Echo()),
            new Rule("/", "g", false, null, null, null, data("[{\"a\":[1]}]")),
            new Rule("/", "h", false, null, null, null, data("[null]")),
            rule("i", false, null)),
        RuleParser.rules("V", new ObjectMapper().writeValueAsString(written)));
  }

  @Test
  void readsEveryAnnouncementThatTheOperatorCanWrite() throws JsonProcessingException {
    List<io.wsfleet.contract.rules.Announcement> written =
        List.of(
            new io.wsfleet.contract.rules.Announcement("a", 30, null),
            new io.wsfleet.contract.rules.Announcement("b", 1, JSON_NULL),
            new io.wsfleet.contract.rules.Announcement("c", 86400, JSON_DATA));
    assertEquals(
        List.of(
            new Announcement(Event.of("a"), 30),
            new Announcement(Event.of("b", "null"), 1),
            new Announcement(Event.of("c", "{\"a\":[1]}"), 86400)),
        RuleParser.announcements("V", new ObjectMapper().writeValueAsString(written)));
  }

  private static Broadcast broadcast(Broadcast.Audience to, String room, Boolean roomFromArgument) {
    return new Broadcast("sent", to, room, roomFromArgument);
  }

  private static Rule rule(String on, boolean log, Rule.Broadcast broadcast) {
    return new Rule("/", on, log, null, null, broadcast, NO_REPLY);
  }

  private static Rule.Reply data(String arguments) {
    return new Rule.Reply.Data(JsonPayload.of(arguments));
  }

  @Test
  void readsAnnouncementsWithAnyData() {
    assertEquals(
        List.of(
            new Announcement(Event.of("a", "\"A broadcast message\""), 30),
            new Announcement(Event.of("b", "{\"x\":[1,null]}"), 1),
            new Announcement(Event.of("c"), 2),
            new Announcement(Event.of("d", "null"), 2)),
        RuleParser.announcements(
            "V",
            """
            [{"event":"a","everySeconds":30,"data":"A broadcast message"},
             {"event":"b","everySeconds":1,"data":{"x":[1,null]}},
             {"event":"c","everySeconds":2},
             {"event":"d","everySeconds":2,"data":null}]
            """));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{`on`:`a`}                  | V must be a JSON array of objects",
        "[1]                         | V[0]: must be an object",
        "[{}]                        | V[0]: on must be a non-empty string",
        "[{`on`:`a`},{`on`:1}]       | V[1]: on must be a non-empty string",
        "[{`on`:`connect`}] | V[0]: on is `connect`, a name that Socket.IO reserves: no client may"
            + " send or receive it; choose another name",
        "[{`on`:`a`,`broadcast`:{`event`:`disconnect`}}] | V[0].broadcast: event is `disconnect`,"
            + " a name that Socket.IO reserves: no client may send or receive it; choose another"
            + " name",
        "[{`on`:`a`,`log`:`yes`}]    | V[0]: log must be true or false",
        "[{`on`:`a`,`lgo`:true}]     | V[0]: unknown field `lgo`; allowed: on, namespace, log,"
            + " join, leave, broadcast, reply",
        "[{`on`:`a`},{`on`:`a`}]     | V[1]: there is already a rule on `a`; merge them",
        "[{`on`:`a`,`broadcast`:1}]  | V[0].broadcast: must be an object",
        "[{`on`:`a`,`broadcast`:{}}] | V[0].broadcast: event must be a non-empty string",
        "[{`on`:`a`,`broadcast`:{`event`:`b`,`to`:`All`}}] | V[0].broadcast: to is `All`; allowed:"
            + " Everyone, Others",
        "[{`on`:`a`,`broadcast`:{`event`:`b`,`room`:``}}]  | V[0].broadcast: room must be a"
            + " non-empty string",
        "[{`on`:`a`,`namespace`:`chat`}]         | V[0]: namespace is `chat`; it must start with a"
            + " slash",
        "[{`on`:`a`,`namespace`:`/b`},{`on`:`a`},{`on`:`a`,`namespace`:`/b`}] | V[2]: there is"
            + " already a rule on `a` in /b; merge them",
        "[{`on`:`a`,`join`:{}}]                  | V[0].join: set room, or set fromArgument to"
            + " true",
        "[{`on`:`a`,`join`:{`fromArgument`:false}}] | V[0].join: set room, or set fromArgument to"
            + " true",
        "[{`on`:`a`,`leave`:{`room`:`b`,`fromArgument`:true}}] | V[0].leave: room and fromArgument"
            + " are mutually exclusive",
        "[{`on`:`a`,`broadcast`:{`event`:`b`,`room`:`c`,`roomFromArgument`:true}}] |"
            + " V[0].broadcast: room and roomFromArgument are mutually exclusive",
        "[{`on`:`a`,`reply`:`b`}]                | V[0].reply: must be an object",
        "[{`on`:`a`,`reply`:{`data`:1,`echo`:true}}] | V[0].reply: data and echo are mutually"
            + " exclusive"
      })
  void explainsAnInvalidRule(String json, String sentence) {
    Exception wrong =
        assertThrows(
            IllegalArgumentException.class, () -> RuleParser.rules("V", json.replace('`', '"')));
    assertEquals(sentence.replace('`', '"'), wrong.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "[{`event`:`newListener`,`everySeconds`:1}] | V[0]: event is `newListener`, a name that"
            + " Socket.IO reserves: no client may send or receive it; choose another name",
        "[{`event`:`a`}]                        | V[0]: everySeconds must be a whole number of at"
            + " least 1",
        "[{`event`:`a`,`everySeconds`:0}]       | V[0]: everySeconds must be a whole number of at"
            + " least 1",
        "[{`event`:`a`,`everySeconds`:1.5}]     | V[0]: everySeconds must be a whole number of at"
            + " least 1",
        "[{`everySeconds`:5}]                   | V[0]: event must be a non-empty string",
        "[{`event`:`a`,`everySeconds`:1},{`event`:`a`,`everySeconds`:2}] | V[1]: there is already"
            + " an announcement `a`; rename one"
      })
  void explainsAnInvalidAnnouncement(String json, String sentence) {
    Exception wrong =
        assertThrows(
            IllegalArgumentException.class,
            () -> RuleParser.announcements("V", json.replace('`', '"')));
    assertEquals(sentence.replace('`', '"'), wrong.getMessage());
  }

  @Test
  void rejectsInvalidJson() {
    Exception wrong =
        assertThrows(IllegalArgumentException.class, () -> RuleParser.rules("V", "[{on: say}]"));
    assertEquals("V is not JSON: ", wrong.getMessage().substring(0, 15));
  }
}
