package io.wsfleet.gateway.handlers;

import org.jspecify.annotations.Nullable;

/** An extension that the gateway cannot start with; the message says which, and the way out. */
public final class ExtensionException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ExtensionException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
