package io.wsfleet.handlers;

/**
 * The entry point of a jar in the extensions directory. The jar names its class in {@code
 * META-INF/services/io.wsfleet.handlers.Extension}, for {@link java.util.ServiceLoader}.
 */
public interface Extension {
  /**
   * Registers the handlers. The gateway calls it once, before the first client connects, and does
   * not start if it throws.
   */
  void start(Server server) throws Exception;

  /** Called once when the gateway stops, after all clients are disconnected. */
  default void stop() throws Exception {}
}
