package io.wsfleet.gateway.bus.redis;

import java.util.random.RandomGenerator;

/** Creates the ids by which servers recognize their own messages: six random characters. */
public final class ServerId {
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  private ServerId() {}

  public static String random(RandomGenerator random) {
    StringBuilder id = new StringBuilder(6);
    for (int i = 0; i < 6; i++) {
      id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return id.toString();
  }
}
