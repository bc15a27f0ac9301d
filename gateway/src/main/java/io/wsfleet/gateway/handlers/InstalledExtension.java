package io.wsfleet.gateway.handlers;

import io.wsfleet.handlers.Extension;
import io.wsfleet.handlers.Handlers;
import io.wsfleet.handlers.Namespace;
import io.wsfleet.handlers.Server;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * An extension of the extensions directory.
 *
 * @param name of its jar or directory
 */
record InstalledExtension(String name, Extension extension) {

  ClassLoader loader() {
    return extension.getClass().getClassLoader();
  }

  void start(String gateway, HandlerRegistry handlerRegistry, BroadcastScope scope) {
    Thread thread = Thread.currentThread();
    ClassLoader previous = thread.getContextClassLoader();
    thread.setContextClassLoader(loader());
    try {
      extension.start(new ExtensionServer(gateway, handlerRegistry, scope, this));
    } catch (Exception | LinkageError e) {
      throw new ExtensionException(LoadErrorMessage.of(name, e), e);
    } finally {
      thread.setContextClassLoader(previous);
    }
  }

  CompletionStage<Void> stop() throws Exception {
    extension.stop();
    return CompletableFuture.completedStage(null);
  }

  /** The server that this extension gets. */
  private record ExtensionServer(
      String gateway, HandlerRegistry registry, BroadcastScope scope, InstalledExtension extension)
      implements Server {

    @Override
    public Handlers handlers(String namespaces) {
      return registry.handlers(namespaces, extension);
    }

    @Override
    public Namespace of(String name) {
      if (!name.startsWith("/") || name.indexOf('*') >= 0) {
        throw new IllegalArgumentException(
            "\"" + name + "\" is not a namespace: it must start with a slash and have no star");
      }
      return new BusNamespace(scope, name);
    }
  }
}
