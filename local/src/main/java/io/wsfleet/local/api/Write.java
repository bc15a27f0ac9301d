package io.wsfleet.local.api;

/** Who writes, to which part of the object, and how strictly. */
public record Write(
    String manager, String subresource, Unknown unknownFields, boolean force, boolean dryRun) {

  /** What becomes of fields that the schema does not know. */
  public enum Unknown {
    DROPPED,
    REFUSED
  }

  public static Write by(String manager) {
    return new Write(manager, "", Unknown.DROPPED, false, false);
  }

  public Write toStatus() {
    return new Write(manager, "status", unknownFields, force, dryRun);
  }

  boolean isToStatus() {
    return subresource.equals("status");
  }
}
