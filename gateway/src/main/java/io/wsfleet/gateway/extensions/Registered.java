package io.wsfleet.gateway.extensions;

import io.wsfleet.handlers.Handlers.ConnectHandler;
import io.wsfleet.handlers.Handlers.DisconnectHandler;
import io.wsfleet.handlers.Handlers.EventHandler;
import io.wsfleet.handlers.Handlers.Gatekeeper;
import io.wsfleet.handlers.Handlers.ServerEventHandler;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The handlers for one namespace or pattern, of all extensions together: of each kind one. */
final class Registered {
  private final String namespaces;
  private @Nullable Named<Gatekeeper> gatekeeper;
  private @Nullable Named<ConnectHandler> connect;
  private final Map<String, Named<EventHandler>> events = new HashMap<>();
  private @Nullable Named<EventHandler> other;
  private @Nullable Named<DisconnectHandler> disconnect;
  private final Map<String, Named<ServerEventHandler>> serverEvents = new HashMap<>();

  Registered(String namespaces) {
    this.namespaces = namespaces;
  }

  /**
   * A handler, and whose it is.
   *
   * @param on what it is for, in words
   */
  record Named<H>(H handler, Installed extension, String on) {}

  void admit(Named<Gatekeeper> handler) {
    gatekeeper = only(gatekeeper, handler);
  }

  void onConnect(Named<ConnectHandler> handler) {
    connect = only(connect, handler);
  }

  void on(String event, Named<EventHandler> handler) {
    events.put(event, only(events.get(event), handler));
  }

  void onOther(Named<EventHandler> handler) {
    other = only(other, handler);
  }

  void onDisconnect(Named<DisconnectHandler> handler) {
    disconnect = only(disconnect, handler);
  }

  void onServerEvent(String event, Named<ServerEventHandler> handler) {
    serverEvents.put(event, only(serverEvents.get(event), handler));
  }

  @Nullable Named<Gatekeeper> gatekeeper() {
    return gatekeeper;
  }

  @Nullable Named<ConnectHandler> connect() {
    return connect;
  }

  @Nullable Named<EventHandler> event(String name) {
    return events.getOrDefault(name, other);
  }

  @Nullable Named<DisconnectHandler> disconnect() {
    return disconnect;
  }

  @Nullable Named<ServerEventHandler> serverEvent(String name) {
    return serverEvents.get(name);
  }

  private <H> Named<H> only(@Nullable Named<H> former, Named<H> handler) {
    if (former != null) {
      throw new IllegalStateException(
          "%s and %s both have a handler for %s in %s; there can be one"
              .formatted(
                  former.extension().name(), handler.extension().name(), handler.on(), namespaces));
    }
    return handler;
  }
}
