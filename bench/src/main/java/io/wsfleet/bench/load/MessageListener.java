package io.wsfleet.bench.load;

/** Whom a client tells what it hears. The bytes are only lent for the call. */
public interface MessageListener {

  /** The server has let the client into its main namespace. */
  default void connected(Client client) {}

  /** An event; from its bracket on. {@code now} is when it was read. */
  default void event(Client client, byte[] bytes, int from, int to, long now) {}

  /** An acknowledgement; from its number on. */
  default void ack(Client client, byte[] bytes, int from, int to, long now) {}
}
