package io.wsfleet.handlers;

import java.util.List;

/**
 * An event that a client sent.
 *
 * @param wantsAck whether the client asked for an acknowledgement
 */
public record Event(Socket socket, String name, List<Value> arguments, boolean wantsAck) {

  /** An argument, counted from 0; {@link Value#NULL} if there is none. */
  public Value argument(int index) {
    return index < arguments.size() ? arguments.get(index) : Value.NULL;
  }
}
