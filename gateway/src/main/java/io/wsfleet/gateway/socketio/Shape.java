package io.wsfleet.gateway.socketio;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How many elements each array and object of a JSON text has, in the order in which they open, and
 * which objects are placeholders of binary attachments. A binary format wants to know this before
 * it writes the first element; with it, text can be written on in a second pass, without a tree.
 */
public final class Shape {
  private final List<Integer> entries = new ArrayList<>();
  private int next;

  private Shape() {}

  /**
   * The shape of a text in which placeholders stand for so many attachments; null if it is not
   * JSON, or if a placeholder stands for an attachment that there is not. Without attachments, what
   * looks like a placeholder is data like any other.
   */
  public static @Nullable Shape of(JsonText json, String text, int attachments) {
    Shape shape = new Shape();
    try (JsonParser parser = json.parser(text)) {
      Deque<Open> open = new ArrayDeque<>();
      JsonToken token = parser.nextToken();
      while (token != null) {
        if (!shape.take(parser, token, open, attachments)) {
          return null;
        }
        token = parser.nextToken();
      }
      return shape;
    } catch (IOException malformed) {
      return null;
    }
  }

  /** The number of elements of the next array or object to open; negative for a placeholder. */
  public int next() {
    return entries.get(next++);
  }

  /** Which attachment a negative entry stands for. */
  public static int attachment(int entry) {
    return -1 - entry;
  }

  private boolean take(JsonParser parser, JsonToken token, Deque<Open> open, int attachments)
      throws IOException {
    Open parent = open.peek();
    if (token.isStructEnd()) {
      open.pop();
      return close(parent, attachments);
    }
    if (token == JsonToken.FIELD_NAME) {
      parent.field = parser.currentName();
      return true;
    }
    if (parent != null) {
      parent.size++;
      if (token == JsonToken.VALUE_TRUE && "_placeholder".equals(parent.field)) {
        parent.placeholder = true;
      }
      if ("num".equals(parent.field)) {
        parent.num = token == JsonToken.VALUE_NUMBER_INT ? parser.getText() : "";
      }
    }
    if (token.isStructStart()) {
      open.push(new Open(entries.size()));
      entries.add(0);
    }
    return true;
  }

  private boolean close(Open closed, int attachments) {
    if (!closed.placeholder || attachments == 0) {
      entries.set(closed.index, closed.size);
      return true;
    }
    for (int num = 0; num < attachments; num++) {
      if (closed.num.equals(Integer.toString(num))) {
        entries.subList(closed.index + 1, entries.size()).clear();
        entries.set(closed.index, -1 - num);
        return true;
      }
    }
    return false;
  }

  private static final class Open {
    private final int index;
    private int size;
    private String field = "";
    private boolean placeholder;
    private String num = "";

    Open(int index) {
      this.index = index;
    }
  }
}
