package io.wsfleet.gateway.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wsfleet.gateway.socketio.protocol.Event;
import io.wsfleet.gateway.socketio.protocol.JsonPayload;
import io.wsfleet.gateway.socketio.protocol.NamespaceMatcher;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads rules and announcements from the JSON that the operator hands over. What is wrong is said
 * with the name of the variable, the place in it and what would be right.
 */
public final class Script {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Script() {}

  public static List<Rule> rules(String variable, String json) {
    List<Rule> rules = new ArrayList<>();
    Set<List<String>> known = new HashSet<>();
    for (Place place : elements(variable, json)) {
      Rule rule = rule(place);
      if (!known.add(List.of(rule.namespace(), rule.on()))) {
        String where =
            rule.namespace().equals(NamespaceMatcher.MAIN) ? "" : " in " + rule.namespace();
        throw place.wrong(
            "there is already a rule on \"" + rule.on() + "\"" + where + "; make them one");
      }
      rules.add(rule);
    }
    return List.copyOf(rules);
  }

  public static List<Announcement> announcements(String variable, String json) {
    List<Announcement> announcements = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Place place : elements(variable, json)) {
      Announcement announcement = announcement(place);
      String name = announcement.event().name();
      if (!names.add(name)) {
        throw place.wrong("\"" + name + "\" is announced already; give one of them another name");
      }
      announcements.add(announcement);
    }
    return List.copyOf(announcements);
  }

  private static List<Place> elements(String variable, String json) {
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

  private static Announcement announcement(Place place) {
    place.only("event", "everySeconds", "data");
    int everySeconds = place.atLeastOne("everySeconds");
    String name = place.text("event");
    String data = place.json("data");
    return new Announcement(data == null ? Event.of(name) : Event.of(name, data), everySeconds);
  }

  private static Rule rule(Place place) {
    place.only("on", "namespace", "log", "join", "leave", "broadcast", "reply");
    return new Rule(
        namespace(place),
        place.text("on"),
        place.flag("log"),
        roomOf(place.inner("join")),
        roomOf(place.inner("leave")),
        broadcast(place.inner("broadcast")),
        reply(place.inner("reply")));
  }

  private static String namespace(Place place) {
    String namespace = place.text("namespace", NamespaceMatcher.MAIN);
    if (!namespace.startsWith("/")) {
      throw place.wrong("namespace is \"" + namespace + "\"; a namespace starts with a slash");
    }
    return namespace;
  }

  private static Rule.@Nullable Room roomOf(@Nullable Place place) {
    if (place == null) {
      return null;
    }
    place.only("room", "fromArgument");
    Rule.Room room = room(place, "fromArgument");
    if (room == null) {
      throw place.wrong("which room is meant? set room, or fromArgument to true");
    }
    return room;
  }

  private static Rule.@Nullable Broadcast broadcast(@Nullable Place place) {
    if (place == null) {
      return null;
    }
    place.only("event", "to", "room", "roomFromArgument");
    return new Rule.Broadcast(place.text("event"), to(place), room(place, "roomFromArgument"));
  }

  private static Rule.@Nullable Room room(Place place, String fromArgument) {
    boolean named = place.has("room");
    if (!place.flag(fromArgument)) {
      return named ? new Rule.Room.Named(place.text("room")) : null;
    } else if (named) {
      throw place.wrong("room and " + fromArgument + " exclude each other; keep one");
    }
    return new Rule.Room.Argument();
  }

  private static Rule.To to(Place place) {
    String to = place.text("to", "Everyone");
    return switch (to) {
      case "Everyone", "Others" -> Rule.To.valueOf(to.toUpperCase(Locale.ROOT));
      default -> throw place.wrong("to is \"" + to + "\"; Everyone and Others are possible");
    };
  }

  private static Rule.Reply reply(@Nullable Place place) {
    if (place == null) {
      return new Rule.Reply.Data(JsonPayload.NO_ARGUMENTS);
    }
    place.only("data", "echo");
    String data = place.json("data");
    if (!place.flag("echo")) {
      return new Rule.Reply.Data(
          data == null ? JsonPayload.NO_ARGUMENTS : JsonPayload.of("[" + data + "]"));
    } else if (data != null) {
      throw place.wrong("data and echo exclude each other; keep one");
    }
    return new Rule.Reply.Echo();
  }
}
