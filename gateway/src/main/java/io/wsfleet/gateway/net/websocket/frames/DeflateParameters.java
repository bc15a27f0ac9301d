package io.wsfleet.gateway.net.websocket.frames;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The negotiated parameters of permessage-deflate: whether each side resets its window for every
 * message, which needs less memory.
 */
public record DeflateParameters(boolean serverNoContextTakeover, boolean clientNoContextTakeover) {
  private static final String NAME = "permessage-deflate";
  private static final String SERVER_NO_CONTEXT_TAKEOVER = "server_no_context_takeover";
  private static final String CLIENT_NO_CONTEXT_TAKEOVER = "client_no_context_takeover";
  private static final String CLIENT_MAX_WINDOW_BITS = "client_max_window_bits";

  /** The first offer of the client that this gateway supports; null if there is none. */
  public static @Nullable DeflateParameters negotiate(@Nullable String offers) {
    if (offers == null) {
      return null;
    }
    for (String offer : offers.split(",", -1)) {
      DeflateParameters parameters = parse(offer);
      if (parameters != null) {
        return parameters;
      }
    }
    return null;
  }

  private static @Nullable DeflateParameters parse(String offer) {
    boolean named = false;
    boolean serverNoContextTakeover = false;
    boolean clientNoContextTakeover = false;
    for (String part : offer.split(";", -1)) {
      String word = part.strip().toLowerCase(Locale.ROOT);
      if (!named) {
        if (!word.equals(NAME)) {
          return null;
        }
        named = true;
      } else if (word.equals(SERVER_NO_CONTEXT_TAKEOVER)) {
        serverNoContextTakeover = true;
      } else if (word.equals(CLIENT_NO_CONTEXT_TAKEOVER)) {
        clientNoContextTakeover = true;
      } else if (!word.startsWith(CLIENT_MAX_WINDOW_BITS)) {
        // For example a smaller window, which Java's Deflater does not have.
        return null;
      }
    }
    return named ? new DeflateParameters(serverNoContextTakeover, clientNoContextTakeover) : null;
  }

  /** The value of the response header. */
  public String headerValue() {
    return NAME
        + (serverNoContextTakeover ? "; " + SERVER_NO_CONTEXT_TAKEOVER : "")
        + (clientNoContextTakeover ? "; " + CLIENT_NO_CONTEXT_TAKEOVER : "");
  }
}
