package io.wsfleet.gateway.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.wsfleet.gateway.socketio.Event;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScriptTest {

  @Test
  void readsRules() {
    assertEquals(
        List.of(
            new Rule("testMsg", true, null),
            new Rule("say", false, new Rule.Broadcast("said", Rule.To.OTHERS, null)),
            new Rule("room", false, new Rule.Broadcast("r", Rule.To.EVERYONE, "lobby"))),
        Script.rules(
            "V",
            """
            [{"on":"testMsg","log":true},
             {"on":"say","broadcast":{"event":"said","to":"Others"}},
             {"on":"room","log":false,"broadcast":{"event":"r","room":"lobby"}}]
            """));
  }

  @Test
  void readsAnnouncementsWithAnyData() {
    assertEquals(
        List.of(
            new Announcement(Event.of("a", "\"A broadcast message\""), 30),
            new Announcement(Event.of("b", "{\"x\":[1,null]}"), 1),
            new Announcement(Event.of("c"), 2),
            new Announcement(Event.of("d", "null"), 2)),
        Script.announcements(
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
        "{`on`:`a`}                  | V is not a JSON array of objects",
        "[1]                         | V[0]: it is not an object",
        "[{}]                        | V[0]: on is missing, empty or no text",
        "[{`on`:`a`},{`on`:1}]       | V[1]: on is missing, empty or no text",
        "[{`on`:`a`,`log`:`yes`}]    | V[0]: log is neither true nor false",
        "[{`on`:`a`,`lgo`:true}]     | V[0]: `lgo` is unknown; on, log, broadcast are possible",
        "[{`on`:`a`},{`on`:`a`}]     | V[1]: there is already a rule on `a`; make them one",
        "[{`on`:`a`,`broadcast`:1}]  | V[0].broadcast: event is missing, empty or no text",
        "[{`on`:`a`,`broadcast`:{`event`:`b`,`to`:`All`}}] | V[0].broadcast: to is `All`; Everyone and Others are possible",
        "[{`on`:`a`,`broadcast`:{`event`:`b`,`room`:``}}]  | V[0].broadcast: room is missing, empty or no text"
      })
  void saysWhereARuleIsWrongAndWhatWouldBeRight(String json, String sentence) {
    Exception wrong =
        assertThrows(
            IllegalArgumentException.class, () -> Script.rules("V", json.replace('`', '"')));
    assertEquals(sentence.replace('`', '"'), wrong.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "[{`event`:`a`}]                        | V[0]: everySeconds is not a whole number of at least 1",
        "[{`event`:`a`,`everySeconds`:0}]       | V[0]: everySeconds is not a whole number of at least 1",
        "[{`event`:`a`,`everySeconds`:1.5}]     | V[0]: everySeconds is not a whole number of at least 1",
        "[{`everySeconds`:5}]                   | V[0]: event is missing, empty or no text",
        "[{`event`:`a`,`everySeconds`:1},{`event`:`a`,`everySeconds`:2}] | V[1]: `a` is announced already; give one of them another name"
      })
  void saysWhereAnAnnouncementIsWrong(String json, String sentence) {
    Exception wrong =
        assertThrows(
            IllegalArgumentException.class,
            () -> Script.announcements("V", json.replace('`', '"')));
    assertEquals(sentence.replace('`', '"'), wrong.getMessage());
  }

  @Test
  void saysWhatIsNoJson() {
    Exception wrong =
        assertThrows(IllegalArgumentException.class, () -> Script.rules("V", "[{on: say}]"));
    assertEquals("V is not JSON: ", wrong.getMessage().substring(0, 15));
  }
}
