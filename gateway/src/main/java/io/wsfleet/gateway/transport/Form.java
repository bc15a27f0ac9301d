package io.wsfleet.gateway.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.wsfleet.gateway.engineio.EngineVersion;
import io.wsfleet.gateway.engineio.PayloadWriter;
import io.wsfleet.gateway.net.websocket.FrameWriter;
import io.wsfleet.gateway.net.websocket.WebSocket;
import io.wsfleet.gateway.socketio.Frame;
import java.util.List;

/** How a client wants attachments on a websocket; packets without any are the same in all forms. */
enum Form {
  /** As they are. */
  BINARY,
  /** Led by the type that Engine.IO 3 gives every message. */
  TYPED,
  /** In base64, for clients that said that they take no binary messages. */
  TEXT;

  private static final int TYPE = 4;

  static Form of(Connection connection) {
    if (connection.version() == EngineVersion.V4) {
      return BINARY;
    }
    return connection.isTextOnly() ? TEXT : TYPED;
  }

  /** The packets as they go over the wire, one behind the other, in one buffer. */
  ByteBuf encode(List<Frame> packets, ByteBufAllocator from) {
    int size = 0;
    for (Frame packet : packets) {
      size += sizeAtLeast(packet);
    }
    ByteBuf out = from.directBuffer(size);
    for (Frame packet : packets) {
      FrameWriter.writeText(out, packet.utf8());
      for (byte[] attachment : packet.attachments()) {
        encode(attachment, out);
      }
    }
    return out;
  }

  /** The same for one client with which compression was agreed on. */
  void write(Frame packet, WebSocket to) {
    to.writeText(packet.utf8());
    for (byte[] attachment : packet.attachments()) {
      switch (this) {
        case BINARY -> to.writeBinary(attachment);
        case TYPED -> to.writeBinary(typed(attachment));
        case TEXT -> to.writeText(base64(attachment));
      }
    }
  }

  private void encode(byte[] attachment, ByteBuf out) {
    switch (this) {
      case BINARY -> FrameWriter.writeBinary(out, attachment);
      case TYPED -> FrameWriter.writeBinary(out, TYPE, attachment);
      case TEXT -> FrameWriter.writeText(out, base64(attachment));
    }
  }

  private static int sizeAtLeast(Frame packet) {
    int size = FrameWriter.frameSize(packet.utf8().length);
    for (byte[] attachment : packet.attachments()) {
      size += FrameWriter.frameSize(attachment.length + 1);
    }
    return size;
  }

  private static byte[] typed(byte[] attachment) {
    byte[] typed = new byte[attachment.length + 1];
    typed[0] = TYPE;
    System.arraycopy(attachment, 0, typed, 1, attachment.length);
    return typed;
  }

  private static byte[] base64(byte[] attachment) {
    return PayloadWriter.base64(EngineVersion.V3, attachment).getBytes(UTF_8);
  }
}
