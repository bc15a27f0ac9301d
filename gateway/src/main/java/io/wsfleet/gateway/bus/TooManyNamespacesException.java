package io.wsfleet.gateway.bus;

/** A namespace cannot be subscribed to, since too many others are. */
public final class TooManyNamespacesException extends Exception {
  private static final long serialVersionUID = 1;

  public TooManyNamespacesException(int most) {
    super("this gateway has clients in " + most + " namespaces already");
  }
}
