package io.wsfleet.gateway.adapter.wire;

import io.wsfleet.gateway.socketio.protocol.JsonText;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.msgpack.core.ExtensionTypeHeader;
import org.msgpack.core.MessageFormat;
import org.msgpack.core.MessageUnpacker;

/**
 * Writes MessagePack as JSON text like JavaScript: dates as ISO strings, NaN and infinity as null.
 * Binary data is added to a list and replaced by a placeholder.
 */
final class MsgpackToJson {
  private static final DateTimeFormatter ISO =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
  private static final double EXACT = 1L << 53;

  private final MsgpackReader msgpackReader;
  private final MessageUnpacker in;
  private final List<byte[]> attachments;
  private final int maxDepth;
  private final StringBuilder out = new StringBuilder();
  private final Deque<OpenContainer> open = new ArrayDeque<>();

  private MsgpackToJson(MsgpackReader msgpackReader, List<byte[]> attachments, int maxDepth) {
    this.msgpackReader = msgpackReader;
    this.in = msgpackReader.unpacker();
    this.attachments = attachments;
    this.maxDepth = maxDepth;
  }

  /** The next value as JSON text; its binary data is added to the attachments. */
  static String json(MsgpackReader msgpackReader, List<byte[]> attachments, int maxDepth)
      throws IOException {
    MsgpackToJson msgpackToJson = new MsgpackToJson(msgpackReader, attachments, maxDepth);
    do {
      msgpackToJson.value();
      msgpackToJson.closeComplete();
    } while (!msgpackToJson.open.isEmpty());
    return msgpackToJson.out.toString();
  }

  private void value() throws IOException {
    OpenContainer parent = open.peek();
    if (parent != null) {
      if (parent.taken++ > 0) {
        out.append(',');
      }
      if (parent.isMap) {
        key();
      }
    }
    switch (msgpackReader.nextType()) {
      case NIL -> {
        in.unpackNil();
        out.append("null");
      }
      case BOOLEAN -> out.append(in.unpackBoolean());
      case INTEGER -> integer();
      case FLOAT -> number(in.unpackDouble());
      case STRING -> JsonText.quote(msgpackReader.string(), out);
      case BINARY -> {
        out.append("{\"_placeholder\":true,\"num\":").append(attachments.size()).append('}');
        attachments.add(msgpackReader.bytes(in.unpackBinaryHeader()));
      }
      case ARRAY -> push(new OpenContainer(in.unpackArrayHeader(), false), '[');
      case MAP -> push(new OpenContainer(in.unpackMapHeader(), true), '{');
      case EXTENSION -> extension();
    }
  }

  private void key() throws IOException {
    switch (msgpackReader.nextType()) {
      case STRING -> JsonText.quote(msgpackReader.string(), out);
      case INTEGER -> out.append('"').append(in.unpackBigInteger()).append('"');
      default -> throw new IOException("key is neither text nor a number");
    }
    out.append(':');
  }

  private void push(OpenContainer container, char bracket) throws IOException {
    if (open.size() >= maxDepth) {
      throw new IOException("nested deeper than " + maxDepth);
    }
    open.push(container);
    out.append(bracket);
  }

  private void closeComplete() {
    OpenContainer top = open.peek();
    while (top != null && top.taken == top.size) {
      out.append(top.isMap ? '}' : ']');
      open.pop();
      top = open.peek();
    }
  }

  private void integer() throws IOException {
    if (in.getNextFormat() == MessageFormat.UINT64) {
      BigInteger value = in.unpackBigInteger();
      out.append(value);
    } else {
      out.append(in.unpackLong());
    }
  }

  private void number(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      out.append("null");
    } else if (value == Math.rint(value) && Math.abs(value) < EXACT) {
      out.append((long) value);
    } else {
      out.append(value);
    }
  }

  private void extension() throws IOException {
    ExtensionTypeHeader header = in.unpackExtensionTypeHeader();
    if (header.getType() == 0 && header.getLength() == 1) {
      // Older encoders write undefined this way.
      msgpackReader.bytes(1);
      out.append("null");
      return;
    }
    if (header.getType() == 0 && header.getLength() == 8) {
      // A date of notepack 2, which socket.io-redis 5 uses: milliseconds since 1970.
      long millis = ByteBuffer.wrap(msgpackReader.bytes(8)).getLong();
      Instant instant = Instant.ofEpochMilli(millis);
      out.append('"').append(ISO.format(instant)).append('"');
      return;
    }
    if (header.getType() != -1) {
      throw new IOException("unknown extension type " + header.getType());
    }
    try {
      Instant instant = in.unpackTimestamp(header);
      out.append('"').append(ISO.format(instant)).append('"');
    } catch (DateTimeException outOfRange) {
      throw new IOException("date out of range", outOfRange);
    }
  }

  private static final class OpenContainer {
    private final int size;
    private final boolean isMap;
    private int taken;

    OpenContainer(int size, boolean isMap) {
      this.size = size;
      this.isMap = isMap;
    }
  }
}
