package io.wsfleet.gateway.engineio;

import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/**
 * Ids of sessions and sockets: 20 characters, of which the first 16 are random and the last four
 * count. The length matters: peers tell a socket's own room from others by it.
 */
public final class Ids {
  private final RandomGenerator random;
  private final AtomicInteger counter = new AtomicInteger();

  /** The random numbers must be unguessable: whoever knows a session id can speak for it. */
  public Ids(RandomGenerator random) {
    this.random = random;
  }

  public String next() {
    byte[] bytes = new byte[15];
    random.nextBytes(bytes);
    int count = counter.getAndIncrement();
    bytes[12] = (byte) (count >> 16);
    bytes[13] = (byte) (count >> 8);
    bytes[14] = (byte) count;
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
