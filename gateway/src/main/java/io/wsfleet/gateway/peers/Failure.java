package io.wsfleet.gateway.peers;

/**
 * Why a request for another gateway's session was not passed on. Its client is told that there is
 * no such session, whereupon it connects anew.
 */
public enum Failure {
  UNKNOWN_GATEWAY("unknown gateway"),
  REGISTER_AWAY("register away"),
  TOO_MANY_LOOKUPS("too many lookups"),
  TOO_MANY_REQUESTS("too many requests"),
  UNREACHABLE("unreachable"),
  NO_ANSWER("no answer");

  private final String words;

  Failure(String words) {
    this.words = words;
  }

  /** What metrics call it. */
  public String words() {
    return words;
  }

  static Failure of(Directory.Finding finding) {
    if (finding instanceof Directory.Finding.NoMoreQuestions) {
      return TOO_MANY_LOOKUPS;
    }
    return finding instanceof Directory.Finding.Unreachable ? UNREACHABLE : UNKNOWN_GATEWAY;
  }
}
