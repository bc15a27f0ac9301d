package io.wsfleet.gateway.bus;

/** Whether this gateway hears the others; {@code /status} says it in these words. */
public enum BusState {
  IN_MEMORY("InMemory"),
  CONNECTING("Connecting"),
  CONNECTED("Connected");

  private final String label;

  BusState(String words) {
    this.label = words;
  }

  public String label() {
    return label;
  }
}
