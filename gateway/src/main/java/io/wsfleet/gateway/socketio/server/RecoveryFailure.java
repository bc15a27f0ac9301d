package io.wsfleet.gateway.socketio.server;

/** Why a session was not recovered and the client got a new one. */
public enum RecoveryFailure {
  MALFORMED("malformed", "pid or offset is not valid"),
  NOT_FOUND("unknown", "there is no such session, or not any more"),
  WRONG_NAMESPACE("other namespace", "the session is of another namespace"),
  EPOCH_CHANGED("other epoch", "Redis lost the stream that the client's offset belongs to"),
  TRIMMED("trimmed", "more messages were published than are kept"),
  DISCONNECTED("disconnected", "a server disconnected the socket meanwhile"),
  UNAVAILABLE("unavailable", "Redis did not answer for longer than a session is kept");

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
