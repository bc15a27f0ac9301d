package io.wsfleet.local.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The refusal of a request, with the {@code Status} that the client gets. */
public final class StatusException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int code;
  private final String reason;

  private StatusException(int code, String reason, String message) {
    super(message);
    this.code = code;
    this.reason = reason;
  }

  public static StatusException notFound(Ref ref) {
    return new StatusException(
        404, "NotFound", "%s \"%s\" not found".formatted(ref.kind().qualified(), ref.name()));
  }

  public static StatusException pathNotFound() {
    return new StatusException(404, "NotFound", "the server could not find the requested resource");
  }

  public static StatusException alreadyExists(Ref ref) {
    return new StatusException(
        409,
        "AlreadyExists",
        "%s \"%s\" already exists".formatted(ref.kind().qualified(), ref.name()));
  }

  public static StatusException conflict(Ref ref) {
    return new StatusException(
        409,
        "Conflict",
        ("Operation cannot be fulfilled on %s \"%s\": the object has been modified; please apply"
                + " your changes to the latest version and try again")
            .formatted(ref.kind().qualified(), ref.name()));
  }

  public static StatusException uidConflict(Ref ref, String uid) {
    return new StatusException(
        409,
        "Conflict",
        "Operation cannot be fulfilled on %s \"%s\": uid mismatch: no object with the uid %s is there"
            .formatted(ref.kind().qualified(), ref.name(), uid));
  }

  public static StatusException applyConflict(List<String> conflicts) {
    String count = conflicts.size() == 1 ? "1 conflict" : conflicts.size() + " conflicts";
    return new StatusException(
        409, "Conflict", "Apply failed with %s: %s".formatted(count, String.join(", ", conflicts)));
  }

  public static StatusException invalid(Kind kind, String name, List<String> violations) {
    String list =
        violations.size() == 1 ? violations.get(0) : "[" + String.join(", ", violations) + "]";
    return new StatusException(
        422, "Invalid", "%s \"%s\" is invalid: %s".formatted(qualified(kind), name, list));
  }

  public static StatusException badRequest(String sentence) {
    return new StatusException(400, "BadRequest", sentence);
  }

  public static StatusException of(int code, String reason, String sentence) {
    return new StatusException(code, reason, sentence);
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
