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

/** Validates JSON against a schema, and explains each violation in words. */
public final class SchemaValidator {
  private static final int MAX_VIOLATIONS = 10;

  // These only report that something inside is not valid, which has a violation of its own.
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

  /** Returns at most ten violations; empty if the JSON is valid. */
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

  /** The validator reports an invalid known property a second time, as an unknown one. */
  private static boolean isExplained(OutputUnit error, List<OutputUnit> all) {
    if (!keyword(error).equals("additionalProperties")) {
      return false;
    }
    String location = error.getInstanceLocation();
    return all.stream()
        .filter(
            other -> !keyword(other).equals("additionalProperties") || isWithin(other, location))
        .map(OutputUnit::getInstanceLocation)
        .anyMatch(other -> other.equals(location) || other.startsWith(location + "/"));
  }

  private static boolean isWithin(OutputUnit error, String location) {
    return error.getInstanceLocation().startsWith(location + "/");
  }

  private String message(OutputUnit error) {
    Object limit = JsonPointer.from(error.getKeywordLocation().substring(1)).queryJson(schema);
    return switch (keyword(error)) {
      case "required" -> error.getError().replaceFirst(".*required property ", "") + " is missing";
      case "additionalProperties" -> "unknown property";
      case "type" -> "must be of type " + limit;
      case "minLength" -> "must have at least " + limit + " characters";
      case "maxLength" -> "must have at most " + limit + " characters";
      case "minItems" -> "must have at least " + limit + " elements, or be omitted";
      case "maxItems" -> "must have at most " + limit + " elements";
      case "minimum" -> "must be at least " + limit;
      case "maximum" -> "must be at most " + limit;
      case "pattern" -> "^/".equals(limit) ? "must start with a slash" : "must match " + limit;
      case "not" -> "Socket.IO reserves this name";
      default -> error.getError();
    };
  }

  private static String keyword(OutputUnit error) {
    String location = error.getKeywordLocation();
    return location.substring(location.lastIndexOf('/') + 1);
  }
}
