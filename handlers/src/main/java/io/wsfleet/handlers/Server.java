package io.wsfleet.handlers;

/**
 * The Socket.IO server: this gateway and, through the bus, all others. {@link #handlers} works only
 * while the extension starts; use the other methods from any thread at any time.
 */
public interface Server {
  /** Returns the name of this gateway. */
  String gateway();

  /**
   * Registers handlers for a namespace such as {@code /chat}, or for all namespaces that match a
   * pattern such as {@code /tenant-*}. The star stands for one or more characters except a slash. A
   * namespace with handlers of its own does not use those of a pattern. If several patterns match,
   * the longest is used.
   *
   * @throws IllegalArgumentException if it does not start with a slash
   * @throws IllegalStateException after the start of the extension
   */
  Handlers handlers(String namespaces);

  /**
   * Returns a namespace to send to.
   *
   * @param name a whole name, not a pattern
   * @throws IllegalArgumentException if it does not start with a slash or contains a star
   */
  Namespace of(String name);
}
