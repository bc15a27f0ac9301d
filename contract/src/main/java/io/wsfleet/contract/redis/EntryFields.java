package io.wsfleet.contract.redis;

/** The fields of an entry of the stream {@link StreamKeys#STREAM}. */
public final class EntryFields {
  /** The message, in version 1 of the format; later versions get a field of another name. */
  public static final String MESSAGE = "1";

  /** The gateway that published it. */
  public static final String PRODUCER = "p";

  /** The number of the message among those of its producer. */
  public static final String NUMBER = "n";

  /** How many bytes were written up to this entry. */
  public static final String BYTES = "s";

  /** Only in the first entry of a term: the id of the last entry before it. */
  public static final String PREVIOUS = "prev";

  private EntryFields() {}
}
