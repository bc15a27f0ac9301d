package io.wsfleet.handlers;

/** The gateway and, through it, all the others. It may be used from any thread, at any time. */
public interface Server {
  /** The name of this gateway. */
  String gateway();

  /**
   * Registers handlers for a namespace, {@code /chat}, or for all that a pattern matches, {@code
   * /tenant-*}: the star stands for one or more characters but no slash. A namespace with handlers
   * of its own is not asked for by a pattern; of several patterns the longest is taken. Only while
   * the extension starts.
   *
   * @throws IllegalStateException after the start
   */
  Handlers handlers(String namespaces);

  /** A namespace to act on. It is none that patterns mean: its name is whole. */
  Namespace of(String name);
}
