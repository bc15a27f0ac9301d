package io.wsfleet.operator.redis.password;

/** Something to be told to one Redis. */
public sealed interface RotationStep {

  String pod();

  /** It takes this one too. */
  record AddPassword(String pod, String hash) implements RotationStep {}

  /** It comes with this one to its master. Its link stays. */
  record SetMasterAuth(String pod, String password) implements RotationStep {

    /** Nothing of a password may get into a log. */
    @Override
    public String toString() {
      return "Present[pod=" + pod + "]";
    }
  }

  /** It takes this one no more. Whoever has come with it stays. */
  record RemovePassword(String pod, String hash) implements RotationStep {}
}
