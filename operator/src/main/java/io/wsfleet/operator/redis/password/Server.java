package io.wsfleet.operator.redis.password;

import java.util.Set;

/** One Redis, and what it said about passwords. */
public sealed interface Server {

  String pod();

  /**
   * @param accepts the hashes of what it takes
   * @param presents the hash of what it comes with to its master
   */
  record Answering(String pod, Set<String> accepts, String presents) implements Server {
    public Answering {
      accepts = Set.copyOf(accepts);
    }
  }

  /** It has not answered; what it takes is not known. */
  record Silent(String pod) implements Server {}
}
