package io.wsfleet.gateway.engineio.protocol;

import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Ids of sessions and sockets: 20 characters, of which the last four count. The length matters:
 * peers tell a socket's own room from others by it.
 *
 * <p>An id of a session also names the gateway that holds it, by a tag of four characters. What
 * remains to be guessed of it are the first 12 characters, 72 random bits: to meet one of a million
 * sessions takes some 10<sup>15</sup> attempts, each of them a request.
 */
public final class IdGenerator {
  private static final int LENGTH = 20;
  private static final int TAG_START = 12;
  private static final int TAG_END = 16;
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final RandomGenerator random;
  private final Supplier<String> gatewayTag;
  private final AtomicInteger counter = new AtomicInteger();

  /** The random numbers must be unguessable: whoever knows a session id can speak for it. */
  public IdGenerator(RandomGenerator random, Supplier<String> gatewayTag) {
    this.random = random;
    this.gatewayTag = gatewayTag;
  }

  /** An id for a session of this gateway. */
  public String newSessionId() {
    String id = newSocketId();
    return id.substring(0, TAG_START) + gatewayTag.get() + id.substring(TAG_END);
  }

  public String newSocketId() {
    byte[] bytes = new byte[15];
    random.nextBytes(bytes);
    int count = counter.getAndIncrement();
    bytes[12] = (byte) (count >> 16);
    bytes[13] = (byte) (count >> 8);
    bytes[14] = (byte) count;
    return BASE64.encodeToString(bytes);
  }

  /** A tag for a gateway, one of 16 million. */
  public static String newGatewayTag(RandomGenerator random) {
    byte[] bytes = new byte[3];
    random.nextBytes(bytes);
    return BASE64.encodeToString(bytes);
  }

  /** The tag of the gateway that holds the session; null if no gateway gave out this id. */
  public static @Nullable String gatewayTag(String sessionId) {
    return sessionId.length() == LENGTH && sessionId.chars().allMatch(IdGenerator::isBase64)
        ? sessionId.substring(TAG_START, TAG_END)
        : null;
  }

  private static boolean isBase64(int c) {
    return (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_';
  }
}
