package io.wsfleet.contract.redis;

/**
 * The fields of the hash {@link StreamKeys#HEAD}: where the stream ends, and what applies to it.
 */
public final class StreamHead {
  /** The name of the epoch: one life of the stream. No two epochs have the same. */
  public static final String EPOCH = "history";

  /** The term of the newest entry. */
  public static final String TERM = "term";

  /** The number of the newest entry in its term. */
  public static final String NUMBER = "number";

  /** How many bytes were ever written. */
  public static final String BYTES = "bytes";

  /** On how many replicas a message must be before it is acknowledged; absent is 0. */
  public static final String MIN_IN_SYNC_REPLICAS = "acknowledged";

  /** {@code host:port} of the master; absent until the operator writes it. */
  public static final String MASTER = "master";

  private StreamHead() {}
}
