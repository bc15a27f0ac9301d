package io.wsfleet.handlers;

/**
 * What a jar in the extensions folder brings. The jar names its class in {@code
 * META-INF/services/io.wsfleet.handlers.Extension}, as {@link java.util.ServiceLoader} wants it.
 */
public interface Extension {
  /**
   * Called once, before the first client is let in; here the handlers are registered. The gateway
   * does not start if it throws.
   */
  void start(Server server) throws Exception;

  /** Called once, when the gateway ends and its clients are gone. */
  default void stop() throws Exception {}
}
