package io.wsfleet.handlers;

import java.util.List;

/**
 * An event from another server of the fleet, sent there by {@code serverSideEmit} or {@link
 * Namespace#serverSideEmit}.
 *
 * @param namespace the one that it was sent in
 */
public record ServerEvent(Namespace namespace, String name, List<Value> arguments) {

  /** An argument, counted from 0; {@link Value#NULL} if there is none. */
  public Value argument(int index) {
    return index < arguments.size() ? arguments.get(index) : Value.NULL;
  }
}
