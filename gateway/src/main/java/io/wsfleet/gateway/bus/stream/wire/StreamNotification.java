package io.wsfleet.gateway.bus.stream.wire;

import io.wsfleet.contract.redis.LuaScript;
import io.wsfleet.gateway.adapter.wire.MsgpackReader;
import io.wsfleet.gateway.bus.StreamId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.msgpack.core.MessagePackException;

/**
 * The entries that {@link LuaScript#PUBLISH} has written, as it publishes them to the readers: a
 * MessagePack array of strings with the epoch, the term, the number of the first entry, the
 * producer, and for each entry its producer number and its message.
 *
 * @param entries at least one, with consecutive ids
 */
public record StreamNotification(String epoch, List<Entry> entries) {

  public static StreamNotification read(byte[] message) throws IOException {
    try (MsgpackReader in = new MsgpackReader(message)) {
      int count = (in.unpacker().unpackArrayHeader() - 4) / 2;
      String epoch = in.string();
      StreamId firstId = StreamId.parse(in.string() + "-" + in.string());
      String producer = in.string();
      if (count < 1 || firstId == null) {
        throw new IOException("notification without a valid id");
      }
      List<Entry> entries = new ArrayList<>(Math.min(count, message.length));
      for (int i = 0; i < count; i++) {
        StreamId id = new StreamId(firstId.term(), firstId.number() + i);
        String number = in.string();
        byte[] body = in.bytes(in.unpacker().unpackRawStringHeader());
        entries.add(EntryFormat.message(id, producer, number, body));
      }
      return new StreamNotification(epoch, entries);
    } catch (MessagePackException | IndexOutOfBoundsException | NegativeArraySizeException e) {
      throw new IOException(e);
    }
  }

  public StreamId last() {
    return entries.get(entries.size() - 1).id();
  }
}
