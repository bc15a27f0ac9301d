package io.wsfleet.operator.redis.client;

/**
 * A step was not carried out, or it is not known whether it was. Its sentence names the pod and the
 * fact; what to do now is planned anew from what is observed then.
 */
public final class StepFailedException extends Exception {
  private static final long serialVersionUID = 1;

  public StepFailedException(String sentence) {
    super(sentence);
  }
}
