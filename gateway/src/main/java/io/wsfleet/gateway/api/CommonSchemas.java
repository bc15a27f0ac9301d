package io.wsfleet.gateway.api;

import static io.wsfleet.gateway.api.schema.Schema.Field.optional;
import static io.wsfleet.gateway.api.schema.Schema.Field.required;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.wsfleet.contract.rules.ReservedEventNames;
import io.wsfleet.gateway.api.schema.Schema;
import io.wsfleet.gateway.bus.ProducerSequence;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.protocol.NamespaceMatcher;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Schemas that several operations share, and the reading of such JSON. */
final class CommonSchemas {
  private static final int MAX_NAMES = 1000;
  private static final int MAX_NAME = 256;

  static final Schema NAMESPACE =
      Schema.name(128)
          .with("pattern", "^/")
          .with("default", NamespaceMatcher.MAIN)
          .described("The namespace; starts with a slash");

  static final Schema ROOM = Schema.name(MAX_NAME).described("The name of a room");

  static final Schema ROOMS = Schema.names(MAX_NAME, MAX_NAMES);

  static final Schema TO =
      Schema.object(
              optional("rooms", ROOMS.described("Sockets in any of these rooms")),
              optional("sockets", ROOMS.described("Sockets with these ids")),
              optional(
                  "except", ROOMS.described("Excludes sockets in these rooms or with these ids")))
          .described(
              "The sockets of the namespace that are in any of the rooms or have one of the ids."
                  + " All sockets without rooms and sockets")
          .named("Audience");

  static final Schema EVENT =
      Schema.name(MAX_NAME)
          .with("not", new JsonObject().put("enum", new JsonArray(ReservedEventNames.ALL)))
          .described("The name of the event")
          .example("news");

  static final Schema ARGUMENTS =
      Schema.array(Schema.any())
          .described(
              "The arguments of the event. Binary data is an object {\"$binary\": base64}; clients"
                  + " receive bytes.")
          .example(new JsonArray().add(new JsonObject().put("title", "hello")));

  static final Schema VOLATILE =
      Schema.flag()
          .with("default", false)
          .described("Whether the event may be lost when a client is slow");

  /** The largest integer that every JSON library represents exactly. */
  static final long MAX_SEQUENCE_NUMBER = (1L << 53) - 1;

  static final Schema PRODUCER =
      Schema.name(64)
          .with("pattern", "^[A-Za-z0-9_.-]+$")
          .described(
              "The name of the program that numbers its events; needs a number. The fleet accepts"
                  + " each number of a producer once, at any gateway. It remembers the last number"
                  + " for an hour")
          .example("orders-1");

  static final Schema NUMBER =
      Schema.number(1, MAX_SEQUENCE_NUMBER)
          .described(
              "The number of the event; needs a producer. Numbers increase by one; the first number"
                  + " may be any number");

  static final Schema PUBLISHED =
      Schema.object(
              required(
                  "known",
                  Schema.flag()
                      .described("Whether this number, or a higher one, was accepted before")))
          .named("Taken");

  static final Schema TIMEOUT =
      Schema.number(1, 60_000)
          .with("default", 5000)
          .described("How many milliseconds to wait for acknowledgements");

  static final Schema ANSWERS =
      Schema.object(
              required(
                  "answers",
                  Schema.array(Schema.any())
                      .described("The first argument of each acknowledgement")),
              required(
                  "expected",
                  Schema.number(0, Integer.MAX_VALUE).described("How many receivers there are")),
              required(
                  "complete",
                  Schema.flag().described("Whether all receivers acknowledged in time")))
          .named("Answers");

  private CommonSchemas() {}

  static String namespace(JsonObject body) {
    return body.getString("namespace", NamespaceMatcher.MAIN);
  }

  /** Returns the sockets that a body selects. */
  static Audience audience(JsonObject body) {
    JsonObject to = body.getJsonObject("to", new JsonObject());
    Set<String> rooms = names(to, "rooms");
    // The id of a socket is the name of a room with this socket only.
    rooms.addAll(names(to, "sockets"));
    return new Audience(namespace(body), Set.copyOf(rooms), Set.copyOf(names(to, "except")));
  }

  /** Returns the producer and number of a body; null if it has neither. */
  static @Nullable ProducerSequence sequence(JsonObject body) {
    String producer = body.getString("producer");
    Long number = body.getLong("number");
    if (producer == null && number == null) {
      return null;
    }
    if (producer == null || number == null) {
      String missing = producer == null ? "producer" : "number";
      throw new ProblemException(
          Problem.invalid("/" + missing, "is missing; producer and number are used together"));
    }
    return new ProducerSequence(producer, number);
  }

  static Set<String> names(JsonObject json, String member) {
    Set<String> names = new HashSet<>();
    json.getJsonArray(member, new JsonArray()).forEach(name -> names.add((String) name));
    return names;
  }

  // Clients would mistake such an event for one of the library.
}
