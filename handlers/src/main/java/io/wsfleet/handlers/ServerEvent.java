package io.wsfleet.handlers;

import java.util.List;

/**
 * An event that another server sent by {@link Namespace#serverSideEmit}, or a Node server by {@code
 * serverSideEmit}.
 *
 * @param namespace the namespace in which it was sent
 */
public record ServerEvent(Namespace namespace, String name, List<Value> arguments) {

  /** Returns the argument at an index from 0, or {@link Value#NULL} if there is none. */
  public Value argument(int index) {
    return index < arguments.size() ? arguments.get(index) : Value.NULL;
  }
}
