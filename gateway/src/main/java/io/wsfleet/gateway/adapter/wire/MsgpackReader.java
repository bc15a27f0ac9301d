package io.wsfleet.gateway.adapter.wire;

import java.io.IOException;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.value.ValueType;

/** Reads a MessagePack message from its start, and rejects lengths beyond its end. */
public final class MsgpackReader implements AutoCloseable {
  private final MessageUnpacker unpacker;
  private final int size;

  public MsgpackReader(byte[] message) {
    this.unpacker = MessagePack.newDefaultUnpacker(message);
    this.size = message.length;
  }

  public MessageUnpacker unpacker() {
    return unpacker;
  }

  ValueType nextType() throws IOException {
    return unpacker.getNextFormat().getValueType();
  }

  public String string() throws IOException {
    return Wtf8.decode(bytes(unpacker.unpackRawStringHeader()));
  }

  /** The next bytes. A header may announce gigabytes; no more than the message is allocated. */
  public byte[] bytes(int length) throws IOException {
    if (length < 0 || unpacker.getTotalReadBytes() + length > size) {
      throw new IOException("length of " + length + " in a message of " + size + " bytes");
    }
    return unpacker.readPayload(length);
  }

  @Override
  public void close() throws IOException {
    unpacker.close();
  }
}
