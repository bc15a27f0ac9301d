package io.wsfleet.gateway.extensions;

import org.jspecify.annotations.Nullable;

/** An extension that the gateway cannot start with; the message says which, and the way out. */
public final class ExtensionFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  ExtensionFailure(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
