package io.wsfleet.gateway.socketio.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The number of elements of each array and object of a JSON text, in the order in which they open,
 * and which objects are placeholders of attachments. A binary format has the number before the
 * first element; with it a text can be converted in a second pass, without a tree.
 */
public final class JsonStructure {
  private final List<Integer> sizes = new ArrayList<>();
  private int position;

  private JsonStructure() {}

  /**
   * The structure of a text with placeholders for this number of attachments; null if the text is
   * not JSON or a placeholder has no attachment. Without attachments, what looks like a placeholder
   * is data.
   */
  public static @Nullable JsonStructure of(JsonText json, String text, int attachments) {
    JsonStructure structure = new JsonStructure();
    try (JsonParser parser = json.parser(text)) {
      Deque<OpenContainer> open = new ArrayDeque<>();
      JsonToken token = parser.nextToken();
      while (token != null) {
        if (!structure.onToken(parser, token, open, attachments)) {
          return null;
        }
        token = parser.nextToken();
      }
      return structure;
    } catch (IOException malformed) {
      return null;
    }
  }

  /** The number of elements of the next array or object to open; negative for a placeholder. */
  public int nextSize() {
    return sizes.get(position++);
  }

  /** The attachment of a negative entry. */
  public static int attachment(int entry) {
    return -1 - entry;
  }

  private boolean onToken(
      JsonParser parser, JsonToken token, Deque<OpenContainer> open, int attachments)
      throws IOException {
    OpenContainer parent = open.peek();
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
      open.push(new OpenContainer(sizes.size()));
      sizes.add(0);
    }
    return true;
  }

  private boolean close(OpenContainer closed, int attachments) {
    if (!closed.placeholder || attachments == 0) {
      sizes.set(closed.index, closed.size);
      return true;
    }
    for (int num = 0; num < attachments; num++) {
      if (closed.num.equals(Integer.toString(num))) {
        sizes.subList(closed.index + 1, sizes.size()).clear();
        sizes.set(closed.index, -1 - num);
        return true;
      }
    }
    return false;
  }

  private static final class OpenContainer {
    private final int index;
    private int size;
    private String field = "";
    private boolean placeholder;
    private String num = "";

    OpenContainer(int index) {
      this.index = index;
    }
  }
}
