package io.wsfleet.local.api;

/**
 * The options of a write: field manager, subresource, dry run, and how unknown fields are treated.
 */
public record WriteOptions(
    String fieldManager,
    String subresource,
    FieldValidation fieldValidation,
    boolean force,
    boolean dryRun) {

  /** What happens to fields that the schema does not have. */
  public enum FieldValidation {
    IGNORE,
    STRICT
  }

  public static WriteOptions by(String manager) {
    return new WriteOptions(manager, "", FieldValidation.IGNORE, false, false);
  }

  public WriteOptions toStatus() {
    return new WriteOptions(fieldManager, "status", fieldValidation, force, dryRun);
  }

  boolean isToStatus() {
    return subresource.equals("status");
  }
}
