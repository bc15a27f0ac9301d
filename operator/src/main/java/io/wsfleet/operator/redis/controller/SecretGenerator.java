package io.wsfleet.operator.redis.controller;

import java.security.SecureRandom;

/** Random bytes for passwords and tokens. */
public final class SecretGenerator {

  private static final int BYTES = 32;

  private final SecureRandom random;

  public SecretGenerator(SecureRandom random) {
    this.random = random;
  }

  public byte[] next() {
    var bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return bytes;
  }
}
