package io.wsfleet.gateway.bus.redis;

import java.util.random.RandomGenerator;

/** Six characters by which the members of a fleet know their own messages. */
public final class ServerId {
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  private ServerId() {}

  public static String random(RandomGenerator random) {
    StringBuilder uid = new StringBuilder(6);
    for (int i = 0; i < 6; i++) {
      uid.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return uid.toString();
  }
}
