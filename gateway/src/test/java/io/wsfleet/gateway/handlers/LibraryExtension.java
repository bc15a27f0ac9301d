package io.wsfleet.gateway.handlers;

import io.wsfleet.handlers.Ack;
import io.wsfleet.handlers.Extension;
import io.wsfleet.handlers.Server;

/** An extension that needs a library. */
public final class LibraryExtension implements Extension {
  @Override
  public void start(Server server) {
    String answer = new Library().answer();
    server.handlers("/").on("ask", event -> Ack.now(answer));
  }
}
