package io.wsfleet.gateway.net;

import java.security.GeneralSecurityException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Describes a failure of TLS. */
public final class TlsErrors {

  private TlsErrors() {}

  /** A sentence; null if it is no failure of TLS. */
  public static @Nullable String describe(Throwable failure) {
    boolean isTlsError = false;
    Throwable last = failure;
    for (Throwable at = failure; at != null; at = at.getCause()) {
      isTlsError |= at instanceof SSLException || at instanceof GeneralSecurityException;
      last = at;
    }
    return isTlsError
        ? "the TLS handshake failed: " + last.getMessage() + "; check WSFLEET_TLS_FOLDER"
        : null;
  }
}
