package io.wsfleet.gateway.bus;

/** The bus did not accept a message, or it is not known whether it did. */
public final class PublishException extends Exception {
  private static final long serialVersionUID = 1;

  public PublishException(String why) {
    super("the bus did not accept the message: " + why);
  }
}
