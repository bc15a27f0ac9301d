package io.wsfleet.gateway.handlers;

/** A library of an extension. */
public final class Library {
  public String answer() {
    return "42";
  }
}
