package io.wsfleet.gateway.tls;

import java.security.GeneralSecurityException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Says of a failure that it was TLS which failed, and why. */
public final class Distrust {

  private Distrust() {}

  /** A sentence; null where the failure has nothing to do with TLS. */
  public static @Nullable String inWords(Throwable failure) {
    boolean isDistrust = false;
    Throwable last = failure;
    for (Throwable at = failure; at != null; at = at.getCause()) {
      isDistrust |= at instanceof SSLException || at instanceof GeneralSecurityException;
      last = at;
    }
    return isDistrust
        ? "its certificate is not accepted, or ours by it: "
            + last.getMessage()
            + "; see WSFLEET_TLS_FOLDER"
        : null;
  }
}
