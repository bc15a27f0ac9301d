package io.wsfleet.gateway.engineio.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wsfleet.testing.RawClient;
import java.io.IOException;

/** A client that others must not affect. */
final class Bystander {
  private final RawClient client;

  private Bystander(RawClient client) {
    this.client = client;
  }

  static Bystander connected(int port) throws IOException {
    return new Bystander(RawClient.connected(port));
  }

  RawClient client() {
    return client;
  }

  /** Its events are still answered. */
  void assertUnaffectedAndClose() throws IOException {
    client.send("429[\"quiet\"]");
    assertEquals("439[]", client.text());
    client.close();
  }
}
