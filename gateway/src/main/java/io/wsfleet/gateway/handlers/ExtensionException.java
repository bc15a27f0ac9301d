package io.wsfleet.gateway.handlers;

import org.jspecify.annotations.Nullable;

/** An extension cannot be loaded or started; the message says which, why and what to do. */
public final class ExtensionException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ExtensionException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
