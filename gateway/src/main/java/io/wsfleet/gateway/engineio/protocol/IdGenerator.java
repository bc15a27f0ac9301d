package io.wsfleet.gateway.engineio.protocol;

import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Generates the ids of sessions and sockets: 20 characters, the last four of them a counter. The
 * length matters: other servers recognize a socket's own room by it.
 *
 * <p>A session id also contains the tag of the gateway that has the session, four characters. The
 * other 12 characters are 72 random bits: to guess one of a million sessions takes some
 * 10<sup>15</sup> requests.
 */
public final class IdGenerator {
  private static final int LENGTH = 20;
  private static final int TAG_START = 12;
  private static final int TAG_END = 16;
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final RandomGenerator random;
  private final Supplier<String> gatewayTag;
  private final AtomicInteger counter = new AtomicInteger();

  /** The random numbers must be unpredictable: a session id is the secret of its client. */
  public IdGenerator(RandomGenerator random, Supplier<String> gatewayTag) {
    this.random = random;
    this.gatewayTag = gatewayTag;
  }

  /** A session id for this gateway. */
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

  /** A gateway tag, one of 16 million. */
  public static String newGatewayTag(RandomGenerator random) {
    byte[] bytes = new byte[3];
    random.nextBytes(bytes);
    return BASE64.encodeToString(bytes);
  }

  /** The tag of the gateway that has the session; null if no gateway has generated this id. */
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
