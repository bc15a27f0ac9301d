package io.wsfleet.local.api;

/** Who writes, to which part of the object, and how strictly. */
public record WriteOptions(
    String fieldManager,
    String subresource,
    FieldValidation fieldValidation,
    boolean force,
    boolean dryRun) {

  /** What becomes of fields that the schema does not know. */
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
