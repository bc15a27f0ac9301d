package io.wsfleet.gateway.engineio.transport;

import static io.wsfleet.testing.RawClient.V4;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.gateway.engineio.server.ConnectionError;
import io.wsfleet.testing.RawClient;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Too many connections, and connections that are reset. After each test another client is
 * unaffected.
 */
class ConnectionLimitTest {
  @RegisterExtension final LimitedGateway limited = new LimitedGateway();

  @Test
  void survivesResetsAtAnyMoment() throws Exception {
    for (int i = 0; i < 20; i++) {
      RawClient client =
          i % 2 == 0
              ? RawClient.connected(limited.server().port())
              : RawClient.open(limited.server().port(), V4);
      client.socket().setSoLinger(true, 0);
      client.close();
    }
    for (String uri : List.of(V4, "/nope", "/socket.io/?EIO=4&transport=__proto__")) {
      RawClient client = RawClient.connect(limited.server().port());
      client.write(
          ("GET " + uri + " HTTP/1.1\r\nHost: x\r\n" + RawClient.upgradeHeaders() + "\r\n")
              .getBytes(ISO_8859_1));
      client.socket().setSoLinger(true, 0);
      client.close();
    }
    await().until(() -> limited.server().gateway().connections().size() == 1);
  }

  @Test
  void refusesMoreConnectionsThanAllowed() throws Exception {
    List<RawClient> clients = new ArrayList<>();
    for (int i = 0; i < 39; i++) {
      clients.add(RawClient.connected(limited.server().port()));
    }
    try (RawClient tooMany = RawClient.connect(limited.server().port())) {
      String answer = tooMany.request("GET", V4, RawClient.upgradeHeaders());
      assertTrue(answer.startsWith("HTTP/1.1 503 "), answer);
    }
    for (RawClient client : clients) {
      client.close();
    }
    assertEquals(
        1,
        limited
            .server()
            .gateway()
            .transportCounters()
            .rejected(ConnectionError.TOO_MANY_CONNECTIONS));
  }
}
