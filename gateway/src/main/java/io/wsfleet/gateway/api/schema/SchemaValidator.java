package io.wsfleet.gateway.api.schema;

import io.vertx.core.json.JsonObject;
import io.vertx.core.json.pointer.JsonPointer;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Holds JSON against a schema, and says where it does not fit in words for people. */
public final class SchemaValidator {
  private static final int MAX_VIOLATIONS = 10;

  // They only say that something within is wrong, which is said there.
  private static final Set<String> OUTER = Set.of("properties", "items");

  private final JsonObject schema;
  private final Validator validator;

  public SchemaValidator(Schema schema) {
    this.schema = schema.json();
    this.validator =
        Validator.create(
            JsonSchema.of(this.schema),
            new JsonSchemaOptions()
                .setBaseUri("https://wsfleet.invalid/")
                .setDraft(Draft.DRAFT202012)
                .setOutputFormat(OutputFormat.Basic));
  }

  /** What does not fit; empty if all does. */
  public List<Violation> validate(Object json) {
    OutputUnit result = validator.validate(json);
    List<OutputUnit> errors = result.getErrors();
    if (Boolean.TRUE.equals(result.getValid()) || errors == null) {
      return List.of();
    }
    List<OutputUnit> inner = errors.stream().filter(each -> !isOuter(each)).toList();
    List<Violation> violations = new ArrayList<>();
    for (OutputUnit error : inner) {
      if (violations.size() < MAX_VIOLATIONS && !isExplained(error, inner)) {
        violations.add(new Violation(error.getInstanceLocation().substring(1), message(error)));
      }
    }
    return violations;
  }

  private static boolean isOuter(OutputUnit error) {
    return OUTER.contains(keyword(error));
  }

  /** A known member that is wrong is reported a second time, as if it were not known. */
  private static boolean isExplained(OutputUnit error, List<OutputUnit> all) {
    if (!keyword(error).equals("additionalProperties")) {
      return false;
    }
    String place = error.getInstanceLocation();
    return all.stream()
        .filter(other -> !keyword(other).equals("additionalProperties") || isWithin(other, place))
        .map(OutputUnit::getInstanceLocation)
        .anyMatch(other -> other.equals(place) || other.startsWith(place + "/"));
  }

  private static boolean isWithin(OutputUnit error, String place) {
    return error.getInstanceLocation().startsWith(place + "/");
  }

  private String message(OutputUnit error) {
    Object limit = JsonPointer.from(error.getKeywordLocation().substring(1)).queryJson(schema);
    return switch (keyword(error)) {
      case "required" -> error.getError().replaceFirst(".*required property ", "") + " is missing";
      case "additionalProperties" -> "there is no such member here";
      case "type" -> "it is not of type " + limit;
      case "minLength" -> "it is shorter than " + limit + " characters";
      case "maxLength" -> "it is longer than " + limit + " characters";
      case "minItems" -> "it has fewer than " + limit + " elements; leave it out, or name one";
      case "maxItems" -> "it has more than " + limit + " elements";
      case "minimum" -> "it is less than " + limit;
      case "maximum" -> "it is more than " + limit;
      case "pattern" ->
          "^/".equals(limit)
              ? "it does not begin with a slash"
              : "it has other characters than " + limit + " allows";
      case "not" -> "Socket.IO keeps this name for itself; choose another";
      default -> error.getError();
    };
  }

  private static String keyword(OutputUnit error) {
    String location = error.getKeywordLocation();
    return location.substring(location.lastIndexOf('/') + 1);
  }
}
