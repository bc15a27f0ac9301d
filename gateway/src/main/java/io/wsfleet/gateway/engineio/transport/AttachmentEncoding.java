package io.wsfleet.gateway.engineio.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.wsfleet.gateway.engineio.protocol.EncodedPacket;
import io.wsfleet.gateway.engineio.protocol.EngineVersion;
import io.wsfleet.gateway.engineio.protocol.PayloadWriter;
import io.wsfleet.gateway.engineio.server.Connection;
import io.wsfleet.gateway.net.websocket.WebSocketWriter;
import io.wsfleet.gateway.net.websocket.frames.FrameWriter;
import java.util.List;

/** How a client wants attachments on a websocket; packets without any are the same in all forms. */
public enum AttachmentEncoding {
  /** As they are. */
  BINARY,
  /** Led by the type that Engine.IO 3 gives every message. */
  TYPE_PREFIXED,
  /** In base64, for clients that said that they take no binary messages. */
  BASE64;

  private static final int MESSAGE_TYPE = 4;

  static AttachmentEncoding of(Connection connection) {
    if (connection.version() == EngineVersion.V4) {
      return BINARY;
    }
    return connection.isTextOnly() ? BASE64 : TYPE_PREFIXED;
  }

  /** The packets as they go over the wire, one behind the other, in one buffer. */
  ByteBuf encode(List<EncodedPacket> packets, ByteBufAllocator from) {
    int size = 0;
    for (EncodedPacket packet : packets) {
      size += minSize(packet);
    }
    ByteBuf out = from.directBuffer(size);
    for (EncodedPacket packet : packets) {
      FrameWriter.writeText(out, packet.utf8());
      for (byte[] attachment : packet.attachments()) {
        encode(attachment, out);
      }
    }
    return out;
  }

  /** The same for one client with which compression was agreed on. */
  void write(EncodedPacket packet, WebSocketWriter to) {
    to.writeText(packet.utf8());
    for (byte[] attachment : packet.attachments()) {
      switch (this) {
        case BINARY -> to.writeBinary(attachment);
        case TYPE_PREFIXED -> to.writeBinary(withType(attachment));
        case BASE64 -> to.writeText(base64(attachment));
      }
    }
  }

  private void encode(byte[] attachment, ByteBuf out) {
    switch (this) {
      case BINARY -> FrameWriter.writeBinary(out, attachment);
      case TYPE_PREFIXED -> FrameWriter.writeBinary(out, MESSAGE_TYPE, attachment);
      case BASE64 -> FrameWriter.writeText(out, base64(attachment));
    }
  }

  private static int minSize(EncodedPacket packet) {
    int size = FrameWriter.frameSize(packet.utf8().length);
    for (byte[] attachment : packet.attachments()) {
      size += FrameWriter.frameSize(attachment.length + 1);
    }
    return size;
  }

  private static byte[] withType(byte[] attachment) {
    byte[] typed = new byte[attachment.length + 1];
    typed[0] = MESSAGE_TYPE;
    System.arraycopy(attachment, 0, typed, 1, attachment.length);
    return typed;
  }

  private static byte[] base64(byte[] attachment) {
    return PayloadWriter.base64(EngineVersion.V3, attachment).getBytes(UTF_8);
  }
}
