package io.wsfleet.bench.load;

/** Receives the messages of a client. The bytes are valid only during the call. */
public interface MessageListener {

  /** The server has accepted the client in the main namespace. */
  default void connected(Client client) {}

  /** An event, from its bracket on. {@code now} is the time at which it was read. */
  default void event(Client client, byte[] bytes, int from, int to, long now) {}

  /** An acknowledgement; from its number on. */
  default void ack(Client client, byte[] bytes, int from, int to, long now) {}
}
