package io.wsfleet.gateway.handlers;

import io.wsfleet.handlers.Extension;
import io.wsfleet.handlers.Fleet;
import io.wsfleet.handlers.Reply;

/** An extension that needs a library. */
public final class LibraryExtension implements Extension {
  @Override
  public void start(Fleet fleet) {
    String answer = new Library().answer();
    fleet.handlers("/").on("ask", event -> Reply.now(answer));
  }
}
