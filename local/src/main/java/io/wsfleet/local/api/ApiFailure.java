package io.wsfleet.local.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsfleet.local.model.Json;
import io.wsfleet.local.model.Kind;
import io.wsfleet.local.model.Ref;
import java.util.List;

/** A request that is refused, as the {@code Status} that its sender gets. */
public final class ApiFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int code;
  private final String reason;

  private ApiFailure(int code, String reason, String message) {
    super(message);
    this.code = code;
    this.reason = reason;
  }

  public static ApiFailure notFound(Ref ref) {
    return new ApiFailure(
        404, "NotFound", "%s \"%s\" not found".formatted(ref.kind().qualified(), ref.name()));
  }

  public static ApiFailure noSuchPath() {
    return new ApiFailure(404, "NotFound", "the server could not find the requested resource");
  }

  public static ApiFailure alreadyExists(Ref ref) {
    return new ApiFailure(
        409,
        "AlreadyExists",
        "%s \"%s\" already exists".formatted(ref.kind().qualified(), ref.name()));
  }

  public static ApiFailure changedMeanwhile(Ref ref) {
    return new ApiFailure(
        409,
        "Conflict",
        ("Operation cannot be fulfilled on %s \"%s\": the object has been modified; please apply"
                + " your changes to the latest version and try again")
            .formatted(ref.kind().qualified(), ref.name()));
  }

  public static ApiFailure anotherUid(Ref ref, String uid) {
    return new ApiFailure(
        409,
        "Conflict",
        "Operation cannot be fulfilled on %s \"%s\": uid mismatch: no object with the uid %s is there"
            .formatted(ref.kind().qualified(), ref.name(), uid));
  }

  public static ApiFailure ownedByOthers(List<String> conflicts) {
    String count = conflicts.size() == 1 ? "1 conflict" : conflicts.size() + " conflicts";
    return new ApiFailure(
        409, "Conflict", "Apply failed with %s: %s".formatted(count, String.join(", ", conflicts)));
  }

  public static ApiFailure invalid(Kind kind, String name, List<String> violations) {
    String list =
        violations.size() == 1 ? violations.get(0) : "[" + String.join(", ", violations) + "]";
    return new ApiFailure(
        422, "Invalid", "%s \"%s\" is invalid: %s".formatted(qualified(kind), name, list));
  }

  public static ApiFailure badRequest(String sentence) {
    return new ApiFailure(400, "BadRequest", sentence);
  }

  public static ApiFailure of(int code, String reason, String sentence) {
    return new ApiFailure(code, reason, sentence);
  }

  public int code() {
    return code;
  }

  public String reason() {
    return reason;
  }

  public ObjectNode status() {
    ObjectNode status =
        Json.object()
            .put("kind", "Status")
            .put("apiVersion", "v1")
            .put("status", "Failure")
            .put("message", getMessage())
            .put("reason", reason)
            .put("code", code);
    status.putObject("metadata");
    return status;
  }

  private static String qualified(Kind kind) {
    return kind.group().isEmpty() ? kind.kind() : kind.kind() + "." + kind.group();
  }
}
