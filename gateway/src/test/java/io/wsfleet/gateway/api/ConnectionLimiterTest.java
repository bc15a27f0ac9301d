package io.wsfleet.gateway.api;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.testing.RawClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The limits of connections. */
class ConnectionLimiterTest {
  @TempDir private Path folder;

  private Path token;
  private ApiServer server;
  private ApiClient api;

  @BeforeEach
  void start() throws Exception {
    token = Files.writeString(folder.resolve("token"), "secret\n");
    server = ApiServer.start(token, 300, 2);
    api = server.client();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void closesConnectionsThatAreTooManyOrTooSlow() throws Exception {
    try (RawClient silent = server.connect();
        RawClient slow = server.connect();
        RawClient third = server.connect()) {
      await().until(() -> isClosed(third));
      await().until(() -> isClosed(silent));
      await().until(() -> isClosed(slow));
    }
    assertTrue(server.counters.closed() >= 3);
    api.post("/v1/events", ApiServer.EMIT);
  }

  private static boolean isClosed(RawClient client) {
    try {
      client.write(new byte[] {'x'});
      client.socket().setSoTimeout(20);
      return client.socket().getInputStream().read() < 0;
    } catch (java.net.SocketTimeoutException open) {
      return false;
    } catch (IOException closed) {
      return true;
    }
  }
}
