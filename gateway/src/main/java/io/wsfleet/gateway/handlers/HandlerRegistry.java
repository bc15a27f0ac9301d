package io.wsfleet.gateway.handlers;

import io.wsfleet.gateway.handlers.NamespaceHandlers.RegisteredHandler;
import io.wsfleet.gateway.socketio.protocol.NamespaceMap;
import io.wsfleet.handlers.Handlers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The handlers that extensions register while they start. */
final class HandlerRegistry {
  private final Map<String, NamespaceHandlers> registered = new LinkedHashMap<>();
  private volatile boolean complete;

  /** Closes the registry and returns the handlers by namespace or pattern. */
  NamespaceMap<NamespaceHandlers> complete() {
    complete = true;
    return new NamespaceMap<>(registered);
  }

  /** Returns the namespaces and patterns with handlers. */
  Set<String> namespaces() {
    return registered.keySet();
  }

  Handlers handlers(String namespaces, InstalledExtension extension) {
    requireOpen();
    if (!namespaces.startsWith("/")) {
      throw new IllegalArgumentException(
          "\"" + namespaces + "\" is not a namespace: it must start with a slash");
    }
    return new HandlerRegistrar(
        registered.computeIfAbsent(namespaces, NamespaceHandlers::new), extension);
  }

  private void requireOpen() {
    if (complete) {
      throw new IllegalStateException("register handlers in Extension.start only");
    }
  }

  /** Registers the handlers of one extension for a namespace or pattern. */
  private final class HandlerRegistrar implements Handlers {
    private final NamespaceHandlers namespaceHandlers;
    private final InstalledExtension extension;

    HandlerRegistrar(NamespaceHandlers namespaceHandlers, InstalledExtension extension) {
      this.namespaceHandlers = namespaceHandlers;
      this.extension = extension;
    }

    @Override
    public Handlers admit(Authorizer authorizer) {
      namespaceHandlers.admit(named("admission", authorizer));
      return this;
    }

    @Override
    public Handlers onConnect(ConnectHandler handler) {
      namespaceHandlers.onConnect(named("connecting", handler));
      return this;
    }

    @Override
    public Handlers on(String event, EventHandler handler) {
      namespaceHandlers.on(event, named("event \"" + event + "\"", handler));
      return this;
    }

    @Override
    public Handlers onOther(EventHandler handler) {
      namespaceHandlers.onOther(named("other events", handler));
      return this;
    }

    @Override
    public Handlers onDisconnect(DisconnectHandler handler) {
      namespaceHandlers.onDisconnect(named("disconnecting", handler));
      return this;
    }

    @Override
    public Handlers onServerEvent(String event, ServerEventHandler handler) {
      namespaceHandlers.onServerEvent(event, named("server event \"" + event + "\"", handler));
      return this;
    }

    private <H> RegisteredHandler<H> named(String on, H handler) {
      requireOpen();
      return new RegisteredHandler<>(handler, extension, on);
    }
  }
}
