package io.wsfleet.bench.wire;

import java.nio.charset.StandardCharsets;

/**
 * The 128 bytes of a message: its publisher, its slot among the messages under way, its number, and
 * the time at which it was scheduled. All digits have fixed positions, so that a receiver reads
 * them in place.
 */
public record Payload(int publisher, int slot, int number, long intended) {

  public static final int LENGTH = 128;

  private static final byte MARK = '~';
  private static final int PUBLISHER = 1;
  private static final int SLOT = PUBLISHER + 3;
  private static final int NUMBER = SLOT + 4;
  private static final int INTENDED = NUMBER + 10;
  private static final int END = INTENDED + 19;

  /** The position of the payload in these bytes, or -1. */
  public static int find(byte[] bytes, int from, int to) {
    for (int at = from; at <= to - LENGTH; at++) {
      if (bytes[at] == MARK) {
        return at;
      }
    }
    return -1;
  }

  public static int publisher(byte[] bytes, int at) {
    return (int) number(bytes, at + PUBLISHER, at + SLOT);
  }

  public static int slot(byte[] bytes, int at) {
    return (int) number(bytes, at + SLOT, at + NUMBER);
  }

  public static int number(byte[] bytes, int at) {
    return (int) number(bytes, at + NUMBER, at + INTENDED);
  }

  public static long intended(byte[] bytes, int at) {
    return number(bytes, at + INTENDED, at + END);
  }

  @Override
  public String toString() {
    var text = new StringBuilder(LENGTH).append((char) MARK);
    append(text, publisher, SLOT - PUBLISHER);
    append(text, slot, NUMBER - SLOT);
    append(text, number, INTENDED - NUMBER);
    append(text, intended, END - INTENDED);
    return text.append(".".repeat(LENGTH - END)).toString();
  }

  public byte[] bytes() {
    return toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static void append(StringBuilder text, long value, int digits) {
    String plain = Long.toString(value);
    if (value < 0 || plain.length() > digits) {
      throw new IllegalArgumentException(value + " has not " + digits + " digits");
    }
    text.append("0".repeat(digits - plain.length())).append(plain);
  }

  private static long number(byte[] bytes, int from, int to) {
    long value = 0;
    for (int at = from; at < to; at++) {
      value = value * 10 + (bytes[at] - '0');
    }
    return value;
  }
}
