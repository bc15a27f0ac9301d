package io.wsfleet.testing;

/** Waits of tests in which the passing of time is what is tested. */
public final class Waits {

  private Waits() {}

  public static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
