package io.wsfleet.gateway.net;

import java.security.GeneralSecurityException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Says of a failure that it was TLS which failed, and why. */
public final class TlsErrors {

  private TlsErrors() {}

  /** A sentence; null where the failure has nothing to do with TLS. */
  public static @Nullable String describe(Throwable failure) {
    boolean isTlsError = false;
    Throwable last = failure;
    for (Throwable at = failure; at != null; at = at.getCause()) {
      isTlsError |= at instanceof SSLException || at instanceof GeneralSecurityException;
      last = at;
    }
    return isTlsError
        ? "its certificate is not accepted, or ours by it: "
            + last.getMessage()
            + "; see WSFLEET_TLS_FOLDER"
        : null;
  }
}
