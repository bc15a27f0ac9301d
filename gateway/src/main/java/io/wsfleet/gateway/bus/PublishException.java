package io.wsfleet.gateway.bus;

/** The bus has not taken a message, or nobody knows whether it has. */
public final class PublishException extends Exception {
  private static final long serialVersionUID = 1;

  public PublishException(String why) {
    super("the bus did not accept the message: " + why);
  }
}
