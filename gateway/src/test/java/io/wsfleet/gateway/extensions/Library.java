package io.wsfleet.gateway.extensions;

/** A library of an extension. */
public final class Library {
  public String answer() {
    return "42";
  }
}
