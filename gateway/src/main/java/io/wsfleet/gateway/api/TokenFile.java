package io.wsfleet.gateway.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The tokens in a file, read anew from time to time. When it cannot be read, or says nothing, the
 * tokens that it had stay good: a mistake in it locks nobody out.
 */
final class TokenFile {
  private static final Logger LOG = Logger.getLogger("io.wsfleet.api");

  private final Path file;
  private volatile Tokens tokens;
  private boolean bad;

  /** Throws an {@link IllegalArgumentException} that says what is wrong with the file. */
  TokenFile(Path file) {
    this.file = file;
    this.tokens = read(file);
  }

  boolean admit(@Nullable String authorization) {
    return tokens.admit(authorization);
  }

  /** Blocks for as long as it takes to read a file. */
  synchronized void refresh() {
    try {
      Tokens read = read(file);
      if (!read.sameAs(tokens)) {
        tokens = read;
        LOG.infof("event=api-tokens-changed tokens=%d", read.digests().size());
      }
      bad = false;
    } catch (IllegalArgumentException wrong) {
      if (!bad) {
        LOG.warnf("event=api-tokens-kept reason=\"%s\"", wrong.getMessage());
      }
      bad = true;
    }
  }

  private static Tokens read(Path file) {
    try {
      Tokens tokens = Tokens.of(Files.readString(file));
      if (tokens.isEmpty()) {
        throw new IllegalArgumentException(
            file + " has no token in it; write one, or several with a line each");
      }
      return tokens;
    } catch (IOException unreadable) {
      throw new IllegalArgumentException(file + " cannot be read", unreadable);
    }
  }
}
