package io.wsfleet.gateway.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The valid bearer tokens. There can be several, so that callers can change to a new one before the
 * old one is removed. They are compared by digest in constant time.
 */
record BearerTokens(List<byte[]> digests) {
  private static final String SCHEME = "bearer ";

  /** Reads one token from each line that is not empty. */
  static BearerTokens of(String lines) {
    return new BearerTokens(
        lines
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty())
            .map(BearerTokens::digest)
            .toList());
  }

  boolean isEmpty() {
    return digests.isEmpty();
  }

  /** Whether this value of the header {@code Authorization} has a valid token. */
  boolean accepts(@Nullable String authorization) {
    if (authorization == null
        || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return false;
    }
    byte[] given = digest(authorization.substring(SCHEME.length()).strip());
    boolean accepted = false;
    for (byte[] known : digests) {
      accepted |= MessageDigest.isEqual(known, given);
    }
    return accepted;
  }

  boolean sameAs(BearerTokens other) {
    if (digests.size() != other.digests.size()) {
      return false;
    }
    for (int i = 0; i < digests.size(); i++) {
      if (!MessageDigest.isEqual(digests.get(i), other.digests.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static byte[] digest(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
