package io.wsfleet.operator.redis.servers;

import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.CommandOutput;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Any answer of Redis as it comes: text, a number, nothing, or a list of these. */
final class Reply extends CommandOutput<String, String, Object> {

  private record Unfinished(List<@Nullable Object> list, int size) {}

  private final Deque<Unfinished> unfinished = new ArrayDeque<>();

  @SuppressWarnings("NullAway") // There is nothing yet; the client does not mark what may be null.
  Reply() {
    super(StringCodec.UTF8, null);
  }

  @Override
  @SuppressWarnings("NullAway") // Redis' nil comes as null, whatever the client declares.
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
      unfinished.push(new Unfinished(list, size));
    }
  }

  @SuppressWarnings("NullAway") // An answer may be nil.
  private void add(@Nullable Object value) {
    var at = unfinished.peek();
    if (at == null) {
      output = value;
      return;
    }
    at.list().add(value);
    if (at.list().size() == at.size()) {
      unfinished.pop();
      add(at.list());
    }
  }
}
