package io.wsfleet.gateway.socketio.server;

/** Why a session was not recovered and the client got a new one. */
public enum RecoveryFailure {
  MALFORMED("malformed", "no id and offset that a gateway could have given"),
  NOT_FOUND("unknown", "no such session, or not any more"),
  WRONG_NAMESPACE("other namespace", "the session is one of another namespace"),
  EPOCH_CHANGED("other history", "Redis has lost what was said when the client was here"),
  TRIMMED("trimmed", "it was away for more messages than are kept"),
  DISCONNECTED("disconnected", "a server of the fleet disconnected it meanwhile"),
  BEHIND("behind", "the client knows more than this gateway, which did not catch up in time"),
  UNAVAILABLE("unavailable", "Redis could not say in time");

  private final String label;
  private final String meaning;

  RecoveryFailure(String words, String meaning) {
    this.label = words;
    this.meaning = meaning;
  }

  public String label() {
    return label;
  }

  public String meaning() {
    return meaning;
  }
}
