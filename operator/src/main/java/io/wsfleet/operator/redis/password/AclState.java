package io.wsfleet.operator.redis.password;

import java.util.Set;

/** The passwords that one Redis accepts. */
public sealed interface AclState {

  String pod();

  /**
   * @param acceptedHashes the hashes of the passwords that it accepts
   * @param masterAuthHash the hash of the password that it sends to its master
   */
  record Reachable(String pod, Set<String> acceptedHashes, String masterAuthHash)
      implements AclState {
    public Reachable {
      acceptedHashes = Set.copyOf(acceptedHashes);
    }
  }

  /** It did not answer, so its passwords are unknown. */
  record Unreachable(String pod) implements AclState {}
}
