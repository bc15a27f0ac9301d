package io.wsfleet.operator.redis.password;

/** One step of a rotation: a command to one Redis. */
public sealed interface RotationStep {

  String pod();

  /** Accepts this password too. */
  record AddPassword(String pod, String hash) implements RotationStep {}

  /** Sends this password to its master. The present link stays. */
  record SetMasterAuth(String pod, String password) implements RotationStep {

    /** A password must not get into a log. */
    @Override
    public String toString() {
      return "SetMasterAuth[pod=" + pod + "]";
    }
  }

  /** No longer accepts this password. Connections that were opened with it stay. */
  record RemovePassword(String pod, String hash) implements RotationStep {}
}
