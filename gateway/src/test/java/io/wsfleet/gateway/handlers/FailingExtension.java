package io.wsfleet.gateway.handlers;

import io.wsfleet.handlers.Extension;
import io.wsfleet.handlers.Fleet;

/** An extension that does not start. */
public final class FailingExtension implements Extension {
  @Override
  public void start(Fleet fleet) {
    throw new IllegalStateException("no database");
  }
}
