package io.wsfleet.contract.redis;

/** The keys beside the stream. Gateways of two versions share them during a rollout. */
public final class RedisKeys {
  /** The channel of heartbeats on the pub/sub bus. */
  public static final String HEARTBEAT_CHANNEL = "wsfleet:canary";

  /** What {@link #holder} puts before a name. */
  public static final String HOLDER_PREFIX = "wsfleet:holder:";

  private static final String SESSION = "wsfleet:session:";
  private static final String GATEWAY = "wsfleet:gateway:";
  private static final String ANNOUNCEMENT = "wsfleet:announcement:";

  private RedisKeys() {}

  /** The hash of a saved session: its fencing token, content and holder. */
  public static String session(String pid) {
    return SESSION + pid;
  }

  /** The offset up to which a gateway has delivered everything to the sessions that it holds. */
  public static String holder(String gateway) {
    return HOLDER_PREFIX + gateway;
  }

  /** The lease of a gateway's tag; its owner is the gateway's address. */
  public static String gateway(String tag) {
    return GATEWAY + tag;
  }

  /** The lease by which one gateway sends the announcement of a slot. */
  public static String announcement(String event, long slot) {
    return ANNOUNCEMENT + event + ":" + slot;
  }
}
