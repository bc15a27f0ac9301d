package io.wsfleet.gateway.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The bearer tokens of a file, which is read again from time to time. While the file cannot be read
 * or has no token, the previous tokens stay valid, so that a mistake in it locks nobody out.
 */
final class TokenFile {
  private static final Logger LOG = Logger.getLogger("io.wsfleet.api");

  private final Path file;
  private volatile BearerTokens bearerTokens;
  private boolean warned;

  /** Throws an {@link IllegalArgumentException} if the file cannot be read or has no token. */
  TokenFile(Path file) {
    this.file = file;
    this.bearerTokens = read(file);
  }

  boolean accepts(@Nullable String authorization) {
    return bearerTokens.accepts(authorization);
  }

  /** Reads the file again; blocks. */
  synchronized void refresh() {
    try {
      BearerTokens read = read(file);
      if (!read.sameAs(bearerTokens)) {
        bearerTokens = read;
        LOG.infof("event=api-tokens-changed tokens=%d", read.digests().size());
      }
      warned = false;
    } catch (IllegalArgumentException wrong) {
      if (!warned) {
        LOG.warnf("event=api-tokens-kept reason=\"%s\"", wrong.getMessage());
      }
      warned = true;
    }
  }

  private static BearerTokens read(Path file) {
    try {
      BearerTokens bearerTokens = BearerTokens.of(Files.readString(file));
      if (bearerTokens.isEmpty()) {
        throw new IllegalArgumentException(file + " has no token; write one token in each line");
      }
      return bearerTokens;
    } catch (IOException unreadable) {
      throw new IllegalArgumentException(file + " cannot be read", unreadable);
    }
  }
}
