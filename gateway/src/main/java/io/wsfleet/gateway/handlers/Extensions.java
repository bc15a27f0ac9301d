package io.wsfleet.gateway.handlers;

import io.wsfleet.gateway.bus.Bus;
import io.wsfleet.gateway.bus.BusListener;
import io.wsfleet.gateway.log.LogText;
import io.wsfleet.gateway.socketio.protocol.NamespaceMap;
import io.wsfleet.gateway.socketio.protocol.NamespaceMatcher;
import io.wsfleet.gateway.socketio.server.Hub;
import java.nio.file.Path;
import java.util.List;
import org.jboss.logging.Logger;

/** Loads, starts and stops the extensions of a gateway. */
public final class Extensions {
  private static final Logger LOG = Logger.getLogger("io.wsfleet.handlers");

  private final String gateway;
  private final ExtensionSettings settings;
  private final NamespaceMatcher served;
  private final Bus bus;
  private final Hub hub;
  private final HandlerExecutor executor;
  private final HandlerInvoker invoker;
  private volatile List<InstalledExtension> installed = List.of();

  public Extensions(
      String gateway, ExtensionSettings settings, NamespaceMatcher served, Bus bus, Hub hub) {
    this.gateway = gateway;
    this.settings = settings;
    this.served = served;
    this.bus = bus;
    this.hub = hub;
    this.executor = new HandlerExecutor(settings);
    this.invoker = new HandlerInvoker(executor);
  }

  /** Returns what calls the handlers. */
  public HandlerInvoker invoker() {
    return invoker;
  }

  /**
   * Loads the extensions.
   *
   * @throws ExtensionException if one cannot be loaded; then the gateway must not start
   */
  public void load() {
    Path folder = settings.folder();
    if (folder != null) {
      installed = ExtensionFolder.load(folder);
    }
  }

  /**
   * Starts the extensions one after another. Their handlers are called from then on.
   *
   * @throws ExtensionException if one cannot be started
   */
  public void start(BusListener self) {
    if (installed.isEmpty()) {
      return;
    }
    BroadcastScope broadcastScope = new BroadcastScope(bus, self, hub, executor);
    HandlerRegistry handlerRegistry = new HandlerRegistry();
    installed.forEach(each -> each.start(gateway, handlerRegistry, broadcastScope));
    NamespaceMap<NamespaceHandlers> handlers = handlerRegistry.complete();
    handlerRegistry.namespaces().forEach(this::warnIfNotServed);
    invoker.start(handlers, broadcastScope);
  }

  /** Returns the names of the jars and directories. */
  public List<String> names() {
    return installed.stream().map(InstalledExtension::name).distinct().toList();
  }

  /** Waits for unfinished handlers, then stops each extension, both within the time limit. */
  public void stop() {
    executor.awaitUnfinished();
    for (InstalledExtension each : installed) {
      stop(each);
    }
    executor.close();
  }

  private void stop(InstalledExtension extension) {
    try {
      executor
          .callUnbounded(executor.newSerialExecutor(), extension.loader(), extension::stop)
          .toCompletableFuture()
          .join();
    } catch (RuntimeException e) {
      LOG.warnf(
          "event=extension-not-stopped extension=%s reason=\"%s\"",
          extension.name(), LogText.safe(String.valueOf(e.getCause())));
    }
  }

  private void warnIfNotServed(String namespaces) {
    if (namespaces.indexOf('*') < 0 && !served.matches(namespaces)) {
      LOG.warnf(
          "event=namespace-not-served namespace=%s reason=\"it has handlers, but"
              + " WSFLEET_PROTOCOL_NAMESPACES does not list it\"",
          LogText.safe(namespaces));
    }
  }
}
