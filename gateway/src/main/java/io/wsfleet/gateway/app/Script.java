package io.wsfleet.gateway.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wsfleet.gateway.socketio.Event;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Reads rules and announcements from the JSON that the operator hands over. What is wrong is said
 * with the name of the variable, the place in it and what would be right.
 */
public final class Script {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String variable;

  private Script(String variable) {
    this.variable = variable;
  }

  public static List<Rule> rules(String variable, String json) {
    Script script = new Script(variable);
    List<Rule> rules = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Place place : script.elements(json)) {
      Rule rule = place.rule();
      if (!names.add(rule.on())) {
        throw place.wrong("there is already a rule on \"" + rule.on() + "\"; make them one");
      }
      rules.add(rule);
    }
    return List.copyOf(rules);
  }

  public static List<Announcement> announcements(String variable, String json) {
    Script script = new Script(variable);
    List<Announcement> announcements = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Place place : script.elements(json)) {
      Announcement announcement = place.announcement();
      String name = announcement.event().name();
      if (!names.add(name)) {
        throw place.wrong("\"" + name + "\" is announced already; give one of them another name");
      }
      announcements.add(announcement);
    }
    return List.copyOf(announcements);
  }

  private List<Place> elements(String json) {
    JsonNode root;
    try {
      root = JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          variable
              + " is not JSON: "
              + e.getOriginalMessage()
              + "; an array of objects belongs here");
    }
    if (!root.isArray()) {
      throw new IllegalArgumentException(variable + " is not a JSON array of objects");
    }
    List<Place> places = new ArrayList<>();
    for (JsonNode element : root) {
      Place place = new Place(variable + "[" + places.size() + "]", element);
      if (!element.isObject()) {
        throw place.wrong("it is not an object");
      }
      places.add(place);
    }
    return places;
  }

  private record Place(String path, JsonNode node) {

    Rule rule() {
      only("on", "log", "broadcast");
      JsonNode broadcast = node.path("broadcast");
      return new Rule(
          text("on"),
          flag("log"),
          absent(broadcast) ? null : new Place(path + ".broadcast", broadcast).broadcast());
    }

    Announcement announcement() {
      only("event", "everySeconds", "data");
      JsonNode every = node.path("everySeconds");
      if (!every.canConvertToInt() || !every.isIntegralNumber() || every.intValue() < 1) {
        throw wrong("everySeconds is not a whole number of at least 1");
      }
      JsonNode data = node.path("data");
      Event event =
          data.isMissingNode() ? Event.of(text("event")) : Event.of(text("event"), data.toString());
      return new Announcement(event, every.intValue());
    }

    private Rule.Broadcast broadcast() {
      only("event", "to", "room");
      return new Rule.Broadcast(
          text("event"), to(), absent(node.path("room")) ? null : text("room"));
    }

    private Rule.To to() {
      if (absent(node.path("to"))) {
        return Rule.To.EVERYONE;
      }
      String to = text("to");
      return switch (to) {
        case "Everyone", "Others" -> Rule.To.valueOf(to.toUpperCase(Locale.ROOT));
        default -> throw wrong("to is \"" + to + "\"; Everyone and Others are possible");
      };
    }

    private String text(String field) {
      JsonNode value = node.path(field);
      if (!value.isTextual() || value.textValue().isEmpty()) {
        throw wrong(field + " is missing, empty or no text");
      }
      return value.textValue();
    }

    private boolean flag(String field) {
      JsonNode value = node.path(field);
      if (!absent(value) && !value.isBoolean()) {
        throw wrong(field + " is neither true nor false");
      }
      return value.asBoolean();
    }

    private void only(String... fields) {
      node.fieldNames()
          .forEachRemaining(
              field -> {
                if (!List.of(fields).contains(field)) {
                  throw wrong(
                      "\""
                          + field
                          + "\" is unknown; "
                          + String.join(", ", fields)
                          + " are possible");
                }
              });
    }

    private static boolean absent(JsonNode value) {
      return value.isMissingNode() || value.isNull();
    }

    IllegalArgumentException wrong(String what) {
      return new IllegalArgumentException(path + ": " + what);
    }
  }
}
