package io.wsfleet.gateway.bus;

/** Whether this gateway is connected to the others; the labels are those of {@code /status}. */
public enum BusState {
  IN_MEMORY("InMemory"),
  CONNECTING("Connecting"),
  CONNECTED("Connected");

  private final String label;

  BusState(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }
}
