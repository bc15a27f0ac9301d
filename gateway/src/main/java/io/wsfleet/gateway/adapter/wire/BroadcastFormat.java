package io.wsfleet.gateway.adapter.wire;

import io.wsfleet.gateway.bus.BusMessage.Broadcast;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.protocol.Event;
import io.wsfleet.gateway.socketio.protocol.JsonText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePackException;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.value.ValueType;

/**
 * The broadcasts of Socket.IO servers: {@code [uid, {type, data, nsp}, {rooms, except, flags}]} in
 * MessagePack. The order of the keys differs between senders, and some leave keys out.
 */
public final class BroadcastFormat {
  // Packet types of the Socket.IO protocol.
  static final int EVENT = 2;
  private static final int BINARY_EVENT = 5;

  // The default buffer is 8 KB; most messages are small.
  private static final MessagePack.PackerConfig PACKERS =
      new MessagePack.PackerConfig().withBufferSize(512);

  private final JsonText json;
  private final int maxDepth;

  public BroadcastFormat(JsonText json, int maxDepth) {
    this.json = json;
    this.maxDepth = maxDepth;
  }

  public byte[] encode(String sender, Broadcast broadcast) throws IOException {
    try (MessageBufferPacker out = PACKERS.newBufferPacker()) {
      out.packArrayHeader(3).packString(sender);
      out.packMapHeader(3).packString("type").packInt(EVENT).packString("data");
      JsonToMsgpack.json(json, broadcast.event().json(), broadcast.event().attachments(), out);
      out.packString("nsp");
      JsonToMsgpack.string(broadcast.namespace(), out);
      out.packMapHeader(3).packString("rooms");
      JsonToMsgpack.strings(broadcast.audience().rooms(), out);
      out.packString("except");
      JsonToMsgpack.strings(broadcast.audience().except(), out);
      out.packString("flags");
      if (broadcast.isVolatile()) {
        out.packMapHeader(1).packString("volatile").packBoolean(true);
      } else {
        out.packMapHeader(0);
      }
      return out.toByteArray();
    }
  }

  /** The first bytes of every broadcast that {@link #encode} creates for a sender. */
  public static byte[] prefix(String sender) {
    try (MessageBufferPacker out = PACKERS.newBufferPacker()) {
      out.packArrayHeader(3).packString(sender);
      return out.toByteArray();
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** The sender and the broadcast; null if it is not an event. */
  @Nullable
  public ReceivedBroadcast decode(byte[] message) throws IOException {
    try (MsgpackReader msgpackReader = new MsgpackReader(message)) {
      MessageUnpacker in = msgpackReader.unpacker();
      int parts = in.unpackArrayHeader();
      if (parts < 2) {
        throw new IOException("expected an array of 3 elements, got " + parts);
      }
      String sender = msgpackReader.string();
      PacketReader packet = new PacketReader(msgpackReader, json, maxDepth).read();
      OptionsReader options = new OptionsReader(msgpackReader);
      if (parts > 2) {
        options.read();
      }
      if (parts > 3 || in.hasNext()) {
        throw new IOException("unexpected bytes after the broadcast");
      }
      if (!packet.isEvent()) {
        return null;
      }
      Audience audience = options.audience(packet.namespace);
      return new ReceivedBroadcast(
          sender, new Broadcast(packet.event(), audience, options.isVolatile));
    } catch (MessagePackException | IndexOutOfBoundsException | NegativeArraySizeException e) {
      throw new IOException(e);
    }
  }

  public record ReceivedBroadcast(String sender, Broadcast broadcast) {}

  private static final class PacketReader {
    private final MsgpackReader msgpackReader;
    private final MessageUnpacker in;
    private final JsonText json;
    private final int maxDepth;
    private final List<byte[]> attachments = new ArrayList<>();
    private String namespace = "/";
    private long type = -1;
    private String data = "";

    PacketReader(MsgpackReader msgpackReader, JsonText json, int maxDepth) {
      this.msgpackReader = msgpackReader;
      this.in = msgpackReader.unpacker();
      this.json = json;
      this.maxDepth = maxDepth;
    }

    PacketReader read() throws IOException {
      for (int left = in.unpackMapHeader(); left > 0; left--) {
        switch (msgpackReader.string()) {
          case "type" -> type = in.unpackLong();
          case "nsp" -> namespace = msgpackReader.string();
          case "data" -> {
            attachments.clear();
            data = MsgpackToJson.json(msgpackReader, attachments, maxDepth);
          }
          default -> in.skipValue();
        }
      }
      return this;
    }

    boolean isEvent() {
      return type == EVENT || type == BINARY_EVENT;
    }

    Event event() throws IOException {
      Event event = json.event(data, attachments);
      if (event == null) {
        throw new IOException("data is not an event");
      }
      return event;
    }
  }

  private static final class OptionsReader {
    private final MsgpackReader msgpackReader;
    private final MessageUnpacker in;
    private Set<String> rooms = Set.of();
    private Set<String> except = Set.of();
    private boolean isVolatile;

    OptionsReader(MsgpackReader msgpackReader) {
      this.msgpackReader = msgpackReader;
      this.in = msgpackReader.unpacker();
    }

    void read() throws IOException {
      if (msgpackReader.nextType() == ValueType.NIL) {
        in.unpackNil();
        return;
      }
      for (int left = in.unpackMapHeader(); left > 0; left--) {
        switch (msgpackReader.string()) {
          case "rooms" -> rooms = names();
          case "except" -> except = names();
          case "flags" -> flags();
          default -> in.skipValue();
        }
      }
    }

    Audience audience(String namespace) {
      return new Audience(namespace, rooms, except);
    }

    private Set<String> names() throws IOException {
      if (msgpackReader.nextType() != ValueType.ARRAY) {
        in.skipValue();
        return Set.of();
      }
      Set<String> names = new LinkedHashSet<>();
      for (int left = in.unpackArrayHeader(); left > 0; left--) {
        names.add(name());
      }
      return names;
    }

    /** A room may be a number; servers then use its digits as the name. */
    private String name() throws IOException {
      if (msgpackReader.nextType() == ValueType.STRING) {
        return msgpackReader.string();
      }
      return MsgpackToJson.json(msgpackReader, new ArrayList<>(), 1);
    }

    private void flags() throws IOException {
      if (msgpackReader.nextType() != ValueType.MAP) {
        in.skipValue();
        return;
      }
      for (int left = in.unpackMapHeader(); left > 0; left--) {
        if (msgpackReader.string().equals("volatile")
            && msgpackReader.nextType() == ValueType.BOOLEAN) {
          isVolatile = in.unpackBoolean();
        } else {
          in.skipValue();
        }
      }
    }
  }
}
