package io.wsfleet.gateway.websocket;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a client and we agree on about compression: whether each side begins anew with every
 * message, which spares the memory of what went before.
 */
public record DeflateTerms(boolean serverForgets, boolean clientForgets) {
  private static final String NAME = "permessage-deflate";
  private static final String SERVER_FORGETS = "server_no_context_takeover";
  private static final String CLIENT_FORGETS = "client_no_context_takeover";
  private static final String CLIENT_WINDOW = "client_max_window_bits";

  /** The first of the client's offers that we can keep to; null if there is none. */
  public static @Nullable DeflateTerms of(@Nullable String asked) {
    if (asked == null) {
      return null;
    }
    for (String offer : asked.split(",", -1)) {
      DeflateTerms terms = offered(offer);
      if (terms != null) {
        return terms;
      }
    }
    return null;
  }

  private static @Nullable DeflateTerms offered(String offer) {
    boolean named = false;
    boolean serverForgets = false;
    boolean clientForgets = false;
    for (String part : offer.split(";", -1)) {
      String word = part.strip().toLowerCase(Locale.ROOT);
      if (!named) {
        if (!word.equals(NAME)) {
          return null;
        }
        named = true;
      } else if (word.equals(SERVER_FORGETS)) {
        serverForgets = true;
      } else if (word.equals(CLIENT_FORGETS)) {
        clientForgets = true;
      } else if (!word.startsWith(CLIENT_WINDOW)) {
        // Such as a window smaller than the only one that Java's deflater has.
        return null;
      }
    }
    return named ? new DeflateTerms(serverForgets, clientForgets) : null;
  }

  /** How the answer says so. */
  String header() {
    return NAME
        + (serverForgets ? "; " + SERVER_FORGETS : "")
        + (clientForgets ? "; " + CLIENT_FORGETS : "");
  }
}
