package io.wsfleet.operator.redis.client;

import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.CommandOutput;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A reply of Redis of any type: text, a number, nil, or a list of these. */
final class ReplyOutput extends CommandOutput<String, String, Object> {

  private record PartialList(List<@Nullable Object> list, int size) {}

  private final Deque<PartialList> partialLists = new ArrayDeque<>();

  @SuppressWarnings("NullAway") // No reply yet; the client library does not mark what may be null.
  ReplyOutput() {
    super(StringCodec.UTF8, null);
  }

  @Override
  @SuppressWarnings("NullAway") // nil is null, whatever the client library declares.
  public void set(@Nullable ByteBuffer bytes) {
    add(bytes == null ? null : codec.decodeValue(bytes));
  }

  @Override
  public void set(long number) {
    add(number);
  }

  @Override
  public void multi(int size) {
    if (size < 0) {
      add(null);
      return;
    }
    var list = new ArrayList<@Nullable Object>();
    if (size == 0) {
      add(list);
    } else {
      partialLists.push(new PartialList(list, size));
    }
  }

  @SuppressWarnings("NullAway") // A reply may be nil.
  private void add(@Nullable Object value) {
    var at = partialLists.peek();
    if (at == null) {
      output = value;
      return;
    }
    at.list().add(value);
    if (at.list().size() == at.size()) {
      partialLists.pop();
      add(at.list());
    }
  }
}
