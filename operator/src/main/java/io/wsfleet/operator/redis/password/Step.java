package io.wsfleet.operator.redis.password;

/** Something to be told to one Redis. */
public sealed interface Step {

  String pod();

  /** It takes this one too. */
  record Accept(String pod, String hash) implements Step {}

  /** It comes with this one to its master. Its link stays. */
  record Present(String pod, String password) implements Step {

    /** Nothing of a password may get into a log. */
    @Override
    public String toString() {
      return "Present[pod=" + pod + "]";
    }
  }

  /** It takes this one no more. Whoever has come with it stays. */
  record Refuse(String pod, String hash) implements Step {}
}
