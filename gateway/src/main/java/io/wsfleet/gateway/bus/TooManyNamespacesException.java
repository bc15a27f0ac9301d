package io.wsfleet.gateway.bus;

/** A namespace cannot be heard, since there are clients in too many others already. */
public final class TooManyNamespacesException extends Exception {
  private static final long serialVersionUID = 1;

  public TooManyNamespacesException(int most) {
    super("this gateway has clients in " + most + " namespaces already");
  }
}
