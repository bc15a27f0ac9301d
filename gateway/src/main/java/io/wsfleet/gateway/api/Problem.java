package io.wsfleet.gateway.api;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.wsfleet.gateway.api.schema.Schema;
import io.wsfleet.gateway.api.schema.Violation;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Why a request failed, in the format of RFC 9457: the kind, what happened, and what to do.
 *
 * @param violations the parts of the request that are not valid
 * @param next the expected sequence number; null except for {@link Kind#OUT_OF_TURN}
 */
public record Problem(Kind kind, String detail, List<Violation> violations, @Nullable Long next) {

  Problem(Kind kind, String detail, List<Violation> violations) {
    this(kind, detail, violations, null);
  }

  /** The kinds of problems. The type is an identifier, not an address. */
  enum Kind {
    INVALID(400, "The request is not valid"),
    UNAUTHORIZED(401, "A valid token is required"),
    NOT_FOUND(404, "Not found"),
    METHOD_NOT_ALLOWED(405, "This path does not support the method"),
    TOO_SLOW(408, "The request took too long to arrive"),
    OUT_OF_TURN(409, "The number is not the next one of the producer"),
    TOO_LARGE(413, "The request is too large"),
    NOT_JSON(415, "The body is not JSON"),
    INTERNAL(500, "Internal error of the gateway"),
    TOO_MANY_REQUESTS(503, "Too many requests in progress"),
    BUS_UNAVAILABLE(503, "The bus did not accept the message"),
    FLEET_INCOMPLETE(503, "Not all gateways and servers answered");

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

    /** Returns the label of the metric. */
    String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String type() {
      return "tag:wsfleet.io,2026:" + label();
    }

    /** Whether a retry can succeed. */
    boolean isTemporary() {
      return status == 503;
    }
  }

  static Problem of(Kind kind, String detail) {
    return new Problem(kind, detail, List.of());
  }

  /** Returns the problem of one part of the body that is not valid. */
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
                "detail", Schema.text().described("What happened, and what to do")),
            Schema.Field.optional(
                "next",
                Schema.number(1, CommonSchemas.MAX_SEQUENCE_NUMBER + 1)
                    .described("The next number of the producer")),
            Schema.Field.optional(
                "errors",
                Schema.array(
                        Schema.object(
                            Schema.Field.required(
                                "place",
                                Schema.text()
                                    .described(
                                        "A JSON pointer into the body, or the name of a"
                                            + " parameter")),
                            Schema.Field.required("detail", Schema.text())))
                    .described("The parts of the request that are not valid")))
        .named("Problem");
  }
}
