package io.wsfleet.operator.kube;

/**
 * Why an object could not be brought about, as a word for programs and a sentence for people.
 *
 * @param waiting whether it is in the nature of things and passes by itself
 */
public record Refusal(String reason, String sentence, boolean waiting) {

  /** What the API server's answer means. Its own words are kept: they say what ours cannot. */
  public static Refusal of(String kind, String name, int code, String answer) {
    var what = kind + " " + name;
    if (answer.contains("provided port is already allocated")) {
      return refused(
          "NodePortTaken",
          "Service %s cannot have its node port, because another Service has it: choose another"
              + " spec.service.nodePort, or none, or free it. The API server says: %s",
          name,
          answer);
    }
    if (answer.contains("provided port is not in the valid range")) {
      return refused(
          "NodePortOutOfRange",
          "Service %s cannot have its node port: choose a spec.service.nodePort within the"
              + " cluster's range. The API server says: %s",
          name,
          answer);
    }
    if (answer.contains("exceeded quota")) {
      return refused("QuotaExceeded", "%s exceeds the namespace's quota: %s", what, answer);
    }
    if (answer.contains("is being terminated")) {
      return new Refusal("NamespaceTerminating", "The namespace is being deleted.", true);
    }
    if (code == 403) {
      return refused("Forbidden", "The operator may not write %s: %s", what, answer);
    }
    return refused("Refused", "The API server refuses %s: %s", what, answer);
  }

  static Refusal nameTaken(String kind, String name) {
    return refused(
        "NameTaken",
        "%s %s exists and does not belong to this WebSocketCluster, so it is left alone: delete or"
            + " rename it, or give the WebSocketCluster another name.",
        kind,
        name);
  }

  static Refusal formerSelf(String kind, String name) {
    return new Refusal(
        "WaitingForDeletion",
        "%s %s of a deleted WebSocketCluster of this name is still being deleted."
            .formatted(kind, name),
        true);
  }

  private static Refusal refused(String reason, String sentence, Object... words) {
    return new Refusal(reason, sentence.formatted(words), false);
  }
}
