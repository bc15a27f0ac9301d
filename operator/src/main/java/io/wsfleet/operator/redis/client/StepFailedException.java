package io.wsfleet.operator.redis.client;

/**
 * A step failed, or its outcome is unknown. The message names the pod and the fact; the next plan
 * is made from a new observation.
 */
public final class StepFailedException extends Exception {
  private static final long serialVersionUID = 1;

  public StepFailedException(String sentence) {
    super(sentence);
  }

  public StepFailedException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
