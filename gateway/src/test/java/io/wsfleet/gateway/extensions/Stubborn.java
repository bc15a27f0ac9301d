package io.wsfleet.gateway.extensions;

import io.wsfleet.handlers.Extension;
import io.wsfleet.handlers.Fleet;

/** An extension that does not start. */
public final class Stubborn implements Extension {
  @Override
  public void start(Fleet fleet) {
    throw new IllegalStateException("no database");
  }
}
