package io.wsfleet.gateway.extensions;

import io.wsfleet.gateway.extensions.Registered.Named;
import io.wsfleet.gateway.socketio.protocol.NamespaceMap;
import io.wsfleet.handlers.Handlers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What extensions register while they start. */
final class Registry {
  private final Map<String, Registered> registered = new LinkedHashMap<>();
  private volatile boolean complete;

  /** Takes nothing more; what there is. */
  NamespaceMap<Registered> complete() {
    complete = true;
    return new NamespaceMap<>(registered);
  }

  /** The namespaces and patterns that there are handlers for. */
  Set<String> namespaces() {
    return registered.keySet();
  }

  Handlers handlers(String namespaces, Installed extension) {
    requireOpen();
    if (!namespaces.startsWith("/")) {
      throw new IllegalArgumentException(
          "\"" + namespaces + "\" is no namespace: one starts with a slash");
    }
    return new Registration(registered.computeIfAbsent(namespaces, Registered::new), extension);
  }

  private void requireOpen() {
    if (complete) {
      throw new IllegalStateException("handlers are registered while the extension starts");
    }
  }

  /** One extension's way to register. */
  private final class Registration implements Handlers {
    private final Registered registered;
    private final Installed extension;

    Registration(Registered registered, Installed extension) {
      this.registered = registered;
      this.extension = extension;
    }

    @Override
    public Handlers admit(Gatekeeper gatekeeper) {
      registered.admit(named("admission", gatekeeper));
      return this;
    }

    @Override
    public Handlers onConnect(ConnectHandler handler) {
      registered.onConnect(named("connecting", handler));
      return this;
    }

    @Override
    public Handlers on(String event, EventHandler handler) {
      registered.on(event, named("event \"" + event + "\"", handler));
      return this;
    }

    @Override
    public Handlers onOther(EventHandler handler) {
      registered.onOther(named("other events", handler));
      return this;
    }

    @Override
    public Handlers onDisconnect(DisconnectHandler handler) {
      registered.onDisconnect(named("disconnecting", handler));
      return this;
    }

    @Override
    public Handlers onServerEvent(String event, ServerEventHandler handler) {
      registered.onServerEvent(event, named("server event \"" + event + "\"", handler));
      return this;
    }

    private <H> Named<H> named(String on, H handler) {
      requireOpen();
      return new Named<>(handler, extension, on);
    }
  }
}
