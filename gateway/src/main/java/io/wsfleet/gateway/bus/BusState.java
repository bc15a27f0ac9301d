package io.wsfleet.gateway.bus;

/** Whether this gateway hears the others; {@code /status} says it in these words. */
public enum BusState {
  SOLO("Solo"),
  CONNECTING("Connecting"),
  CONNECTED("Connected");

  private final String words;

  BusState(String words) {
    this.words = words;
  }

  public String words() {
    return words;
  }
}
