package io.wsfleet.gateway.handlers;

import io.wsfleet.handlers.Handlers.Authorizer;
import io.wsfleet.handlers.Handlers.ConnectHandler;
import io.wsfleet.handlers.Handlers.DisconnectHandler;
import io.wsfleet.handlers.Handlers.EventHandler;
import io.wsfleet.handlers.Handlers.ServerEventHandler;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The handlers of all extensions for one namespace or pattern; at most one of each kind. */
final class NamespaceHandlers {
  private final String namespaces;
  private @Nullable RegisteredHandler<Authorizer> authorizer;
  private @Nullable RegisteredHandler<ConnectHandler> connect;
  private final Map<String, RegisteredHandler<EventHandler>> events = new HashMap<>();
  private @Nullable RegisteredHandler<EventHandler> other;
  private @Nullable RegisteredHandler<DisconnectHandler> disconnect;
  private final Map<String, RegisteredHandler<ServerEventHandler>> serverEvents = new HashMap<>();

  NamespaceHandlers(String namespaces) {
    this.namespaces = namespaces;
  }

  /**
   * A handler and the extension that registered it.
   *
   * @param on the kind of the handler, in words for messages
   */
  record RegisteredHandler<H>(H handler, InstalledExtension extension, String on) {}

  void admit(RegisteredHandler<Authorizer> handler) {
    authorizer = requireSingle(authorizer, handler);
  }

  void onConnect(RegisteredHandler<ConnectHandler> handler) {
    connect = requireSingle(connect, handler);
  }

  void on(String event, RegisteredHandler<EventHandler> handler) {
    events.put(event, requireSingle(events.get(event), handler));
  }

  void onOther(RegisteredHandler<EventHandler> handler) {
    other = requireSingle(other, handler);
  }

  void onDisconnect(RegisteredHandler<DisconnectHandler> handler) {
    disconnect = requireSingle(disconnect, handler);
  }

  void onServerEvent(String event, RegisteredHandler<ServerEventHandler> handler) {
    serverEvents.put(event, requireSingle(serverEvents.get(event), handler));
  }

  @Nullable RegisteredHandler<Authorizer> authorizer() {
    return authorizer;
  }

  @Nullable RegisteredHandler<ConnectHandler> connect() {
    return connect;
  }

  @Nullable RegisteredHandler<EventHandler> event(String name) {
    return events.getOrDefault(name, other);
  }

  @Nullable RegisteredHandler<DisconnectHandler> disconnect() {
    return disconnect;
  }

  @Nullable RegisteredHandler<ServerEventHandler> serverEvent(String name) {
    return serverEvents.get(name);
  }

  private <H> RegisteredHandler<H> requireSingle(
      @Nullable RegisteredHandler<H> existing, RegisteredHandler<H> handler) {
    if (existing != null) {
      throw new IllegalStateException(
          "%s and %s both have a handler for %s in %s; only one is allowed"
              .formatted(
                  existing.extension().name(),
                  handler.extension().name(),
                  handler.on(),
                  namespaces));
    }
    return handler;
  }
}
