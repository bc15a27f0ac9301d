package io.wsfleet.gateway.recovery;

/** Why a client that came back got a new session instead of its old one. */
public enum NotRecovered {
  MALFORMED("malformed", "no id and offset that a gateway could have given"),
  UNKNOWN("unknown", "no such session, or not any more"),
  NAMESPACE("other namespace", "the session is one of another namespace"),
  HISTORY("other history", "Redis has lost what was said when the client was here"),
  TRIMMED("trimmed", "it was away for more messages than are kept"),
  DISCONNECTED("disconnected", "a server of the fleet disconnected it meanwhile"),
  BEHIND("behind", "the client knows more than this gateway, which did not catch up in time"),
  UNAVAILABLE("unavailable", "Redis could not say in time");

  private final String words;
  private final String meaning;

  NotRecovered(String words, String meaning) {
    this.words = words;
    this.meaning = meaning;
  }

  public String words() {
    return words;
  }

  public String meaning() {
    return meaning;
  }
}
