package io.wsfleet.handlers;

import java.util.List;

/**
 * An event that a client sent.
 *
 * @param wantsAck whether the client asked for an acknowledgement
 */
public record Event(Socket socket, String name, List<Value> arguments, boolean wantsAck) {

  /** Returns the argument at an index from 0, or {@link Value#NULL} if there is none. */
  public Value argument(int index) {
    return index < arguments.size() ? arguments.get(index) : Value.NULL;
  }
}
