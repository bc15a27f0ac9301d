package io.wsfleet.gateway.rules;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wsfleet.contract.rules.Acknowledgement;
import io.wsfleet.contract.rules.Broadcast;
import io.wsfleet.contract.rules.EventRule;
import io.wsfleet.contract.rules.RoomSelector;
import io.wsfleet.gateway.socketio.protocol.Event;
import io.wsfleet.gateway.socketio.protocol.JsonPayload;
import io.wsfleet.gateway.socketio.protocol.NamespaceMatcher;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Parses rules and announcements from JSON in environment variables. Errors name the variable, the
 * path in it and what is allowed.
 */
public final class RuleParser {
  private static final ObjectMapper JSON = new ObjectMapper();

  private RuleParser() {}

  public static List<Rule> rules(String variable, String json) {
    List<Rule> rules = new ArrayList<>();
    Set<List<String>> known = new HashSet<>();
    for (ConfigNode node : elements(variable, json)) {
      Rule rule = rule(node);
      if (!known.add(List.of(rule.namespace(), rule.on()))) {
        String where =
            rule.namespace().equals(NamespaceMatcher.MAIN) ? "" : " in " + rule.namespace();
        throw node.error(
            "there is already a rule on \"" + rule.on() + "\"" + where + "; merge them");
      }
      rules.add(rule);
    }
    return List.copyOf(rules);
  }

  public static List<Announcement> announcements(String variable, String json) {
    List<Announcement> announcements = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (ConfigNode node : elements(variable, json)) {
      Announcement announcement = announcement(node);
      String name = announcement.event().name();
      if (!names.add(name)) {
        throw node.error("there is already an announcement \"" + name + "\"; rename one");
      }
      announcements.add(announcement);
    }
    return List.copyOf(announcements);
  }

  private static List<ConfigNode> elements(String variable, String json) {
    JsonNode root;
    try {
      root = JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          variable
              + " is not JSON: "
              + e.getOriginalMessage()
              + "; it must be an array of objects");
    }
    if (!root.isArray()) {
      throw new IllegalArgumentException(variable + " must be a JSON array of objects");
    }
    List<ConfigNode> nodes = new ArrayList<>();
    for (JsonNode element : root) {
      ConfigNode node = new ConfigNode(variable + "[" + nodes.size() + "]", element);
      if (!element.isObject()) {
        throw node.error("must be an object");
      }
      nodes.add(node);
    }
    return nodes;
  }

  private static Announcement announcement(ConfigNode node) {
    node.requireOnly(io.wsfleet.contract.rules.Announcement.class);
    int everySeconds = node.positiveInt("everySeconds");
    String name = eventName(node, "event");
    String data = node.json("data");
    return new Announcement(data == null ? Event.of(name) : Event.of(name, data), everySeconds);
  }

  private static Rule rule(ConfigNode node) {
    node.requireOnly(EventRule.class);
    return new Rule(
        namespace(node),
        eventName(node, "on"),
        node.bool("log"),
        roomOf(node.object("join")),
        roomOf(node.object("leave")),
        broadcast(node.object("broadcast")),
        reply(node.object("reply")));
  }

  private static String eventName(ConfigNode node, String field) {
    String name = node.text(field);
    if (Event.RESERVED.contains(name)) {
      throw node.error(
          "%s is \"%s\", a name that Socket.IO reserves: no client may send or receive it; choose"
                  .formatted(field, name)
              + " another name");
    }
    return name;
  }

  private static String namespace(ConfigNode node) {
    String namespace = node.text("namespace", NamespaceMatcher.MAIN);
    if (!namespace.startsWith("/")) {
      throw node.error("namespace is \"" + namespace + "\"; it must start with a slash");
    }
    return namespace;
  }

  private static Rule.@Nullable Room roomOf(@Nullable ConfigNode node) {
    if (node == null) {
      return null;
    }
    node.requireOnly(RoomSelector.class);
    Rule.Room room = room(node, "fromArgument");
    if (room == null) {
      throw node.error("set room, or set fromArgument to true");
    }
    return room;
  }

  private static Rule.@Nullable Broadcast broadcast(@Nullable ConfigNode node) {
    if (node == null) {
      return null;
    }
    node.requireOnly(Broadcast.class);
    return new Rule.Broadcast(eventName(node, "event"), to(node), room(node, "roomFromArgument"));
  }

  private static Rule.@Nullable Room room(ConfigNode node, String fromArgument) {
    boolean named = node.has("room");
    if (!node.bool(fromArgument)) {
      return named ? new Rule.Room.Named(node.text("room")) : null;
    } else if (named) {
      throw node.error("room and " + fromArgument + " are mutually exclusive");
    }
    return new Rule.Room.Argument();
  }

  private static Rule.To to(ConfigNode node) {
    String to = node.text("to", Broadcast.Audience.Everyone.name());
    List<String> allowed = Arrays.stream(Broadcast.Audience.values()).map(Enum::name).toList();
    if (!allowed.contains(to)) {
      throw node.error("to is \"" + to + "\"; allowed: " + String.join(", ", allowed));
    }
    return Rule.To.valueOf(to.toUpperCase(Locale.ROOT));
  }

  private static Rule.Reply reply(@Nullable ConfigNode node) {
    if (node == null) {
      return new Rule.Reply.Data(JsonPayload.NO_ARGUMENTS);
    }
    node.requireOnly(Acknowledgement.class);
    String data = node.json("data");
    if (!node.bool("echo")) {
      return new Rule.Reply.Data(
          data == null ? JsonPayload.NO_ARGUMENTS : JsonPayload.of("[" + data + "]"));
    } else if (data != null) {
      throw node.error("data and echo are mutually exclusive");
    }
    return new Rule.Reply.Echo();
  }
}
