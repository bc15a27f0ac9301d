package io.wsfleet.gateway.bus.redis;

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
 * Broadcasts as they travel: {@code [uid, {type, data, nsp}, {rooms, except, flags}]} in
 * MessagePack. The order of the keys differs between senders, and some leave keys out.
 */
final class BroadcastFormat {
  private static final int EVENT = 2;
  private static final int BINARY_EVENT = 5;

  // By default each packer begins with 8 KB; most messages are small.
  private static final MessagePack.PackerConfig PACKERS =
      new MessagePack.PackerConfig().withBufferSize(512);

  private final JsonText json;
  private final int maxDepth;

  BroadcastFormat(JsonText json, int maxDepth) {
    this.json = json;
    this.maxDepth = maxDepth;
  }

  byte[] encode(String sender, Broadcast broadcast) throws IOException {
    try (MessageBufferPacker out = PACKERS.newBufferPacker()) {
      out.packArrayHeader(3).packString(sender);
      out.packMapHeader(3).packString("type").packInt(EVENT).packString("data");
      Pack.json(json, broadcast.event().json(), broadcast.event().attachments(), out);
      out.packString("nsp");
      Pack.string(broadcast.namespace(), out);
      out.packMapHeader(3).packString("rooms");
      Pack.strings(broadcast.audience().rooms(), out);
      out.packString("except");
      Pack.strings(broadcast.audience().except(), out);
      out.packString("flags");
      if (broadcast.droppable()) {
        out.packMapHeader(1).packString("volatile").packBoolean(true);
      } else {
        out.packMapHeader(0);
      }
      return out.toByteArray();
    }
  }

  /** How all begin that a sender has encoded here. */
  static byte[] beginning(String sender) {
    try (MessageBufferPacker out = PACKERS.newBufferPacker()) {
      out.packArrayHeader(3).packString(sender);
      return out.toByteArray();
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Who sent what; null if it is no event. */
  @Nullable Received decode(byte[] message) throws IOException {
    try (Input input = new Input(message)) {
      MessageUnpacker in = input.unpacker();
      int parts = in.unpackArrayHeader();
      if (parts < 2) {
        throw new IOException("an array of " + parts + " where three belong");
      }
      String sender = input.string();
      PacketReader packet = new PacketReader(input, json, maxDepth).read();
      OptionsReader options = new OptionsReader(input);
      if (parts > 2) {
        options.read();
      }
      if (parts > 3 || in.hasNext()) {
        throw new IOException("more than a broadcast");
      }
      if (!packet.isEvent()) {
        return null;
      }
      Audience audience = options.audience(packet.namespace);
      return new Received(sender, new Broadcast(packet.event(), audience, options.isVolatile));
    } catch (MessagePackException | IndexOutOfBoundsException | NegativeArraySizeException e) {
      throw new IOException(e);
    }
  }

  record Received(String sender, Broadcast broadcast) {}

  private static final class PacketReader {
    private final Input input;
    private final MessageUnpacker in;
    private final JsonText json;
    private final int maxDepth;
    private final List<byte[]> attachments = new ArrayList<>();
    private String namespace = "/";
    private long type = -1;
    private String data = "";

    PacketReader(Input input, JsonText json, int maxDepth) {
      this.input = input;
      this.in = input.unpacker();
      this.json = json;
      this.maxDepth = maxDepth;
    }

    PacketReader read() throws IOException {
      for (int left = in.unpackMapHeader(); left > 0; left--) {
        switch (input.string()) {
          case "type" -> type = in.unpackLong();
          case "nsp" -> namespace = input.string();
          case "data" -> {
            attachments.clear();
            data = Unpack.json(input, attachments, maxDepth);
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
        throw new IOException("data that is no event");
      }
      return event;
    }
  }

  private static final class OptionsReader {
    private final Input input;
    private final MessageUnpacker in;
    private Set<String> rooms = Set.of();
    private Set<String> except = Set.of();
    private boolean isVolatile;

    OptionsReader(Input input) {
      this.input = input;
      this.in = input.unpacker();
    }

    void read() throws IOException {
      if (input.nextType() == ValueType.NIL) {
        in.unpackNil();
        return;
      }
      for (int left = in.unpackMapHeader(); left > 0; left--) {
        switch (input.string()) {
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
      if (input.nextType() != ValueType.ARRAY) {
        in.skipValue();
        return Set.of();
      }
      Set<String> names = new LinkedHashSet<>();
      for (int left = in.unpackArrayHeader(); left > 0; left--) {
        names.add(name());
      }
      return names;
    }

    /** Rooms may be numbers; a server then knows them by their digits. */
    private String name() throws IOException {
      if (input.nextType() == ValueType.STRING) {
        return input.string();
      }
      return Unpack.json(input, new ArrayList<>(), 1);
    }

    private void flags() throws IOException {
      if (input.nextType() != ValueType.MAP) {
        in.skipValue();
        return;
      }
      for (int left = in.unpackMapHeader(); left > 0; left--) {
        if (input.string().equals("volatile") && input.nextType() == ValueType.BOOLEAN) {
          isVolatile = in.unpackBoolean();
        } else {
          in.skipValue();
        }
      }
    }
  }
}
