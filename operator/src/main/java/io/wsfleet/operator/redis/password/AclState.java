package io.wsfleet.operator.redis.password;

import java.util.Set;

/** One Redis, and what it said about passwords. */
public sealed interface AclState {

  String pod();

  /**
   * @param acceptedHashes the hashes of what it takes
   * @param masterAuthHash the hash of what it comes with to its master
   */
  record Reachable(String pod, Set<String> acceptedHashes, String masterAuthHash)
      implements AclState {
    public Reachable {
      acceptedHashes = Set.copyOf(acceptedHashes);
    }
  }

  /** It has not answered; what it takes is not known. */
  record Unreachable(String pod) implements AclState {}
}
