package io.wsfleet.gateway.bus.stream.wire;

import io.wsfleet.contract.redis.EntryFields;
import io.wsfleet.gateway.adapter.wire.MsgpackReader;
import io.wsfleet.gateway.adapter.wire.Wtf8;
import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.bus.BusMessage.Broadcast;
import io.wsfleet.gateway.bus.StreamId;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.protocol.Event;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePackException;
import org.msgpack.core.MessagePacker;

/**
 * The encoding of a message in a stream entry, version 1: a MessagePack array whose first element
 * is the type. Events keep their JSON text, which is not parsed on the way. Later versions of a
 * type may append elements, which are ignored.
 *
 * <p>In a rollout gateways of two versions read the same stream. So a version writes a new type, or
 * a new meaning of an element, only if the version before it can already read it.
 */
public final class EntryFormat {
  private static final int BROADCAST = 0;
  private static final int JOIN = 1;
  private static final int LEAVE = 2;
  private static final int DISCONNECT = 3;
  private static final int SERVER_EVENT = 4;
  private static final int RECOVERED = 5;
  private static final int HEARTBEAT = 6;

  // The default buffer is 8 KB; most messages are small.
  private static final MessagePack.PackerConfig PACKERS =
      new MessagePack.PackerConfig().withBufferSize(512);

  private EntryFormat() {}

  /** Decodes an entry from its fields. */
  public static Entry read(StreamId id, Map<String, byte[]> fields) throws IOException {
    byte[] message = fields.get(EntryFields.MESSAGE);
    byte[] producer = fields.get(EntryFields.PRODUCER);
    byte[] previous = fields.get(EntryFields.PREVIOUS);
    if (previous != null) {
      StreamId end = StreamId.parse(text(previous));
      if (end == null) {
        throw new IOException("term marker without a valid prev");
      }
      return new Entry.TermStart(id, end);
    }
    if (message == null || producer == null) {
      throw new IOException("unknown entry version");
    }
    return new Entry.Message(
        id, text(producer), number(fields.get(EntryFields.NUMBER)), decode(message));
  }

  /** Decodes an entry from the parts of a notification. */
  static Entry message(StreamId id, String producer, String number, byte[] message) {
    try {
      return new Entry.Message(id, producer, number(number), decode(message));
    } catch (IOException unreadable) {
      return new Entry.Unreadable(id, unreadable.getMessage());
    }
  }

  private static String text(byte[] ascii) {
    return new String(ascii, StandardCharsets.US_ASCII);
  }

  private static long number(byte @Nullable [] digits) throws IOException {
    return digits == null ? 0 : number(text(digits));
  }

  private static long number(String digits) throws IOException {
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      throw new IOException("n is not a number", e);
    }
  }

  public static byte[] encode(BusMessage message) {
    try (MessageBufferPacker out = PACKERS.newBufferPacker()) {
      if (message instanceof Broadcast broadcast) {
        out.packArrayHeader(8).packInt(BROADCAST);
        audience(broadcast.audience(), out);
        event(broadcast.event(), out);
        out.packBoolean(broadcast.isVolatile());
      } else if (message instanceof BusMessage.Join join) {
        out.packArrayHeader(5).packInt(JOIN);
        audience(join.audience(), out);
        strings(join.rooms(), out);
      } else if (message instanceof BusMessage.Leave leave) {
        out.packArrayHeader(5).packInt(LEAVE);
        audience(leave.audience(), out);
        strings(leave.rooms(), out);
      } else if (message instanceof BusMessage.Disconnect disconnect) {
        out.packArrayHeader(5).packInt(DISCONNECT);
        audience(disconnect.audience(), out);
        out.packBoolean(disconnect.close());
      } else if (message instanceof BusMessage.ServerEvent event) {
        out.packArrayHeader(5).packInt(SERVER_EVENT);
        string(event.namespace(), out);
        event(event.event(), out);
      } else if (message instanceof BusMessage.Recovered recovered) {
        out.packArrayHeader(4).packInt(RECOVERED);
        string(recovered.namespace(), out);
        string(recovered.socketId(), out);
        out.packLong(recovered.fencingToken());
      } else if (message instanceof BusMessage.Heartbeat heartbeat) {
        out.packArrayHeader(2).packInt(HEARTBEAT);
        string(heartbeat.gateway(), out);
      } else {
        throw new IllegalArgumentException("unknown message type: " + message);
      }
      return out.toByteArray();
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  static BusMessage decode(byte[] bytes) throws IOException {
    try (MsgpackReader in = new MsgpackReader(bytes)) {
      in.unpacker().unpackArrayHeader();
      int kind = in.unpacker().unpackInt();
      return switch (kind) {
        case BROADCAST -> {
          Audience audience = audience(in);
          Event event = event(in);
          yield new Broadcast(event, audience, in.unpacker().unpackBoolean());
        }
        case JOIN -> new BusMessage.Join(audience(in), strings(in));
        case LEAVE -> new BusMessage.Leave(audience(in), strings(in));
        case DISCONNECT -> new BusMessage.Disconnect(audience(in), in.unpacker().unpackBoolean());
        case SERVER_EVENT -> new BusMessage.ServerEvent(in.string(), event(in));
        case RECOVERED ->
            new BusMessage.Recovered(in.string(), in.string(), in.unpacker().unpackLong());
        case HEARTBEAT -> new BusMessage.Heartbeat(in.string());
        default -> throw new IOException("unknown message type " + kind);
      };
    } catch (MessagePackException | IndexOutOfBoundsException | NegativeArraySizeException e) {
      throw new IOException(e);
    }
  }

  private static void audience(Audience audience, MessagePacker out) throws IOException {
    string(audience.namespace(), out);
    strings(audience.rooms(), out);
    strings(audience.except(), out);
  }

  private static Audience audience(MsgpackReader in) throws IOException {
    String namespace = in.string();
    Set<String> rooms = strings(in);
    return new Audience(namespace, rooms, strings(in));
  }

  private static void event(Event event, MessagePacker out) throws IOException {
    string(event.name(), out);
    string(event.tail(), out);
    out.packArrayHeader(event.attachments().size());
    for (byte[] attachment : event.attachments()) {
      out.packBinaryHeader(attachment.length).addPayload(attachment);
    }
  }

  private static Event event(MsgpackReader in) throws IOException {
    String name = in.string();
    String tail = in.string();
    int count = in.unpacker().unpackArrayHeader();
    if (count == 0) {
      return new Event(name, tail, List.of());
    }
    List<byte[]> attachments = new ArrayList<>();
    for (int left = count; left > 0; left--) {
      attachments.add(in.bytes(in.unpacker().unpackBinaryHeader()));
    }
    return new Event(name, tail, attachments);
  }

  private static void strings(Set<String> values, MessagePacker out) throws IOException {
    out.packArrayHeader(values.size());
    for (String value : values) {
      string(value, out);
    }
  }

  private static Set<String> strings(MsgpackReader in) throws IOException {
    int count = in.unpacker().unpackArrayHeader();
    if (count < 2) {
      return count == 0 ? Set.of() : Set.of(in.string());
    }
    Set<String> values = new LinkedHashSet<>();
    for (int left = count; left > 0; left--) {
      values.add(in.string());
    }
    return values;
  }

  private static void string(String value, MessagePacker out) throws IOException {
    byte[] utf8 = Wtf8.encode(value);
    out.packRawStringHeader(utf8.length).addPayload(utf8);
  }
}
