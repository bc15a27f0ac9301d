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

/**
 * How attachments are encoded on a WebSocket; packets without attachments are the same in all
 * encodings.
 */
public enum AttachmentEncoding {
  /** A binary message. */
  BINARY,
  /** A binary message that starts with its packet type, for Engine.IO 3. */
  TYPE_PREFIXED,
  /** A text message in base64, for clients without binary messages. */
  BASE64,
  /** The same without a packet type, for Engine.IO 4. */
  BASE64_UNTYPED;

  private static final int MESSAGE_TYPE = 4;

  static AttachmentEncoding of(Connection connection) {
    if (connection.version() == EngineVersion.V4) {
      return connection.isTextOnly() ? BASE64_UNTYPED : BINARY;
    }
    return connection.isTextOnly() ? BASE64 : TYPE_PREFIXED;
  }

  /** Encodes packets into one buffer. */
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

  /** Writes a packet to a client with negotiated compression. */
  void write(EncodedPacket packet, WebSocketWriter to) {
    to.writeText(packet.utf8());
    for (byte[] attachment : packet.attachments()) {
      switch (this) {
        case BINARY -> to.writeBinary(attachment);
        case TYPE_PREFIXED -> to.writeBinary(withType(attachment));
        case BASE64 -> to.writeText(base64(EngineVersion.V3, attachment));
        case BASE64_UNTYPED -> to.writeText(base64(EngineVersion.V4, attachment));
      }
    }
  }

  private void encode(byte[] attachment, ByteBuf out) {
    switch (this) {
      case BINARY -> FrameWriter.writeBinary(out, attachment);
      case TYPE_PREFIXED -> FrameWriter.writeBinary(out, MESSAGE_TYPE, attachment);
      case BASE64 -> FrameWriter.writeText(out, base64(EngineVersion.V3, attachment));
      case BASE64_UNTYPED -> FrameWriter.writeText(out, base64(EngineVersion.V4, attachment));
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

  private static byte[] base64(EngineVersion version, byte[] attachment) {
    return PayloadWriter.base64(version, attachment).getBytes(UTF_8);
  }
}
