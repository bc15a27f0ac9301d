package io.wsfleet.contract.redis;

/** The keys of the stream that carries messages between gateways. docs/bus.md has the table. */
public final class StreamKeys {
  /** The stream of {@link EntryFields entries}; also the channel on which readers are notified. */
  public static final String STREAM = "wsfleet:bus";

  /** The hash of {@link StreamHead}. */
  public static final String HEAD = "wsfleet:bus:head";

  /** The term in which a new epoch begins, and below which no term starts; absent is 1. */
  public static final String TERM = "wsfleet:bus:term";

  private static final String PRODUCER = "wsfleet:bus:producer:";
  private static final String SENDER = "wsfleet:bus:sender:";

  private StreamKeys() {}

  /** The number of the last message that a gateway published. */
  public static String producer(String name) {
    return PRODUCER + name;
  }

  /** The number of the last message that a back end sent by HTTP under this producer name. */
  public static String sender(String name) {
    return SENDER + name;
  }
}
