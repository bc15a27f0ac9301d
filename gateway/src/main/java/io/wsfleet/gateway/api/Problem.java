package io.wsfleet.gateway.api;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.wsfleet.gateway.api.schema.Schema;
import io.wsfleet.gateway.api.schema.Violation;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Why a request was not carried out, as RFC 9457 has it: what is wrong, in which places of the
 * request if it is that, and what to do about it.
 *
 * @param next the number that would have been the next; null where none is wrong
 */
public record Problem(Kind kind, String detail, List<Violation> violations, @Nullable Long next) {

  Problem(Kind kind, String detail, List<Violation> violations) {
    this(kind, detail, violations, null);
  }

  /** What can go wrong. The type is an identifier, not an address: there is nothing behind it. */
  enum Kind {
    INVALID(400, "The request is not valid"),
    UNAUTHORIZED(401, "A token is needed"),
    NOT_FOUND(404, "There is no such thing"),
    METHOD_NOT_ALLOWED(405, "This path has other methods"),
    TOO_SLOW(408, "The request took too long to arrive"),
    OUT_OF_TURN(409, "Another number is the next"),
    TOO_LARGE(413, "The request is too large"),
    NOT_JSON(415, "The body is not JSON"),
    INTERNAL(500, "The gateway has a fault"),
    TOO_MANY_REQUESTS(503, "Too many requests at a time"),
    BUS_UNAVAILABLE(503, "The bus did not take it"),
    FLEET_INCOMPLETE(503, "Not all of the fleet answered");

    private final int status;
    private final String title;

    Kind(int status, String title) {
      this.status = status;
      this.title = title;
    }

    int status() {
      return status;
    }

    String title() {
      return title;
    }

    /** What metrics call it. */
    String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String type() {
      return "tag:wsfleet.io,2026:" + label();
    }

    /** Whether the same request may succeed in a moment. */
    boolean isTemporary() {
      return status == 503;
    }
  }

  static Problem of(Kind kind, String detail) {
    return new Problem(kind, detail, List.of());
  }

  /** Something in the body is wrong. */
  static Problem invalid(String pointer, String detail) {
    return invalid(List.of(new Violation(pointer, detail)));
  }

  static Problem invalid(List<Violation> violations) {
    Violation first = violations.get(0);
    String location = first.location().isEmpty() ? "the body" : first.location();
    return new Problem(Kind.INVALID, location + ": " + first.detail(), violations);
  }

  JsonObject json() {
    JsonObject json =
        new JsonObject()
            .put("type", kind.type())
            .put("title", kind.title())
            .put("status", kind.status())
            .put("detail", detail);
    if (!violations.isEmpty()) {
      JsonArray errors = new JsonArray();
      violations.forEach(
          violation ->
              errors.add(
                  new JsonObject()
                      .put("place", violation.location())
                      .put("detail", violation.detail())));
      json.put("errors", errors);
    }
    if (next != null) {
      json.put("next", next);
    }
    return json;
  }

  static Schema schema() {
    return Schema.object(
            Schema.Field.required(
                "type", Schema.text().described("An identifier of the kind of problem")),
            Schema.Field.required("title", Schema.text().described("The kind of problem in words")),
            Schema.Field.required("status", Schema.number(400, 599)),
            Schema.Field.required(
                "detail", Schema.text().described("What happened this time, and what to do")),
            Schema.Field.optional(
                "next",
                Schema.number(1, CommonSchemas.MAX_SEQUENCE_NUMBER + 1)
                    .described("The number of the producer that is the next")),
            Schema.Field.optional(
                "errors",
                Schema.array(
                        Schema.object(
                            Schema.Field.required(
                                "place",
                                Schema.text()
                                    .described("A JSON pointer into the body, or a parameter")),
                            Schema.Field.required("detail", Schema.text())))
                    .described("The places of the request that are wrong")))
        .named("Problem");
  }
}
