package io.wsfleet.gateway.bus.stream;

import io.vertx.redis.client.Response;
import io.wsfleet.gateway.bus.StreamId;
import io.wsfleet.gateway.bus.stream.wire.Entry;
import io.wsfleet.gateway.bus.stream.wire.EntryFormat;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** An entry as Redis returns it: its id and its fields. */
record RawEntry(StreamId id, Map<String, byte[]> fields) {

  static RawEntry of(Response entry) {
    Map<String, byte[]> fields = new HashMap<>();
    Response list = entry.get(1);
    for (int i = 0; i + 1 < list.size(); i += 2) {
      fields.put(list.get(i).toString(), list.get(i + 1).toBytes());
    }
    StreamId id = StreamId.parse(entry.get(0).toString());
    return new RawEntry(id == null ? StreamId.START : id, fields);
  }

  Entry read() {
    try {
      return EntryFormat.read(id, fields);
    } catch (IOException unreadable) {
      return new Entry.Unreadable(id, unreadable.getMessage());
    }
  }

  long bytes() {
    return fields.values().stream().mapToLong(value -> value.length).sum();
  }
}
