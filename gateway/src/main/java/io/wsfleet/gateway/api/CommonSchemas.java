package io.wsfleet.gateway.api;

import static io.wsfleet.gateway.api.schema.Schema.Field.optional;
import static io.wsfleet.gateway.api.schema.Schema.Field.required;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.wsfleet.gateway.api.schema.Schema;
import io.wsfleet.gateway.bus.ProducerSequence;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.protocol.NamespaceMatcher;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What several operations have in common, as it is described and as it is read. */
final class CommonSchemas {
  private static final int MAX_NAMES = 1000;
  private static final int MAX_NAME = 256;

  static final Schema NAMESPACE =
      Schema.name(128)
          .with("pattern", "^/")
          .with("default", NamespaceMatcher.MAIN)
          .described("The namespace; it begins with a slash");

  static final Schema ROOM = Schema.name(MAX_NAME).described("The name of a room");

  static final Schema ROOMS = Schema.names(MAX_NAME, MAX_NAMES);

  static final Schema TO =
      Schema.object(
              optional("rooms", ROOMS.described("Sockets in any of these rooms")),
              optional("sockets", ROOMS.described("Sockets with these ids")),
              optional(
                  "except", ROOMS.described("But none that is in one of these rooms, or is one")))
          .described(
              "Which sockets of the namespace: those in any of the rooms and those with one of the"
                  + " ids, or all if neither is given")
          .named("Audience");

  static final Schema EVENT =
      Schema.name(MAX_NAME)
          .with("not", new JsonObject().put("enum", reserved()))
          .described("The name of the event")
          .example("news");

  static final Schema ARGUMENTS =
      Schema.array(Schema.any())
          .described(
              "The arguments of the event. Binary data is an object {\"$binary\": base64}; clients"
                  + " get the bytes.")
          .example(new JsonArray().add(new JsonObject().put("title", "hello")));

  static final Schema VOLATILE =
      Schema.flag()
          .with("default", false)
          .described("Whether the event may be lost where a client is slow");

  /** The largest that every JSON library has exactly. */
  static final long MAX_SEQUENCE_NUMBER = (1L << 53) - 1;

  static final Schema PRODUCER =
      Schema.name(64)
          .with("pattern", "^[A-Za-z0-9_.-]+$")
          .described(
              "Who sends it: a name of the sender's own, with a number. The fleet takes each number"
                  + " of a producer once, whichever gateway it is sent to, for an hour after its last")
          .example("orders-1");

  static final Schema NUMBER =
      Schema.number(1, MAX_SEQUENCE_NUMBER)
          .described(
              "Which of the producer's messages it is, with a producer. They follow one on another;"
                  + " the first may be any");

  static final Schema PUBLISHED =
      Schema.object(
              required(
                  "known", Schema.flag().described("Whether the number had been taken before")))
          .named("Taken");

  static final Schema TIMEOUT =
      Schema.number(1, 60_000)
          .with("default", 5000)
          .described("How many milliseconds to wait for the answers");

  static final Schema ANSWERS =
      Schema.object(
              required(
                  "answers",
                  Schema.array(Schema.any()).described("The first argument of each answer")),
              required(
                  "expected", Schema.number(0, Integer.MAX_VALUE).described("How many were asked")),
              required("complete", Schema.flag().described("Whether all have answered")))
          .named("Answers");

  private CommonSchemas() {}

  static String namespace(JsonObject body) {
    return body.getString("namespace", NamespaceMatcher.MAIN);
  }

  /** Which sockets a body means. */
  static Audience audience(JsonObject body) {
    JsonObject to = body.getJsonObject("to", new JsonObject());
    Set<String> rooms = names(to, "rooms");
    // A socket is in a room of its own, which has its id for a name.
    rooms.addAll(names(to, "sockets"));
    return new Audience(namespace(body), Set.copyOf(rooms), Set.copyOf(names(to, "except")));
  }

  /** Whose turn a body says it is; null if it says nothing of it. */
  static @Nullable ProducerSequence sequence(JsonObject body) {
    String producer = body.getString("producer");
    Long number = body.getLong("number");
    if (producer == null && number == null) {
      return null;
    }
    if (producer == null || number == null) {
      String missing = producer == null ? "producer" : "number";
      throw new ProblemException(
          Problem.invalid("/" + missing, "it is missing; producer and number go together"));
    }
    return new ProducerSequence(producer, number);
  }

  static Set<String> names(JsonObject json, String member) {
    Set<String> names = new HashSet<>();
    json.getJsonArray(member, new JsonArray()).forEach(name -> names.add((String) name));
    return names;
  }

  // A client would take such an event for something that the library tells it.
  private static JsonArray reserved() {
    return new JsonArray()
        .add("connect")
        .add("connect_error")
        .add("disconnect")
        .add("disconnecting")
        .add("newListener")
        .add("removeListener");
  }
}
