package io.wsfleet.gateway.handlers;

import io.wsfleet.handlers.Extension;
import io.wsfleet.handlers.Server;

/** An extension that does not start. */
public final class FailingExtension implements Extension {
  @Override
  public void start(Server server) {
    throw new IllegalStateException("no database");
  }
}
