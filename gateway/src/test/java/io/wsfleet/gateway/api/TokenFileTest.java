package io.wsfleet.gateway.api;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tokens of a file, and requests with them. */
class TokenFileTest {
  @TempDir private Path folder;

  private Path token;
  private ApiServer server;
  private ApiClient api;

  @BeforeEach
  void start() throws Exception {
    token = Files.writeString(folder.resolve("token"), "secret\n");
    server = ApiServer.start(token);
    api = server.client();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void readsANewTokenAndKeepsItWhenTheFileIsInvalid() throws Exception {
    api.post("/v1/events", ApiServer.EMIT);
    Files.writeString(token, "new\n");
    ApiClient renewed = server.client("new");
    await().until(() -> renewed.send("POST", "/v1/events", ApiServer.EMIT).statusCode() == 204);
    api.problem(401, "POST", "/v1/events", ApiServer.EMIT);
    TokenFile file = new TokenFile(token);
    Files.writeString(token, "\n");
    file.refresh();
    assertTrue(file.accepts("Bearer new"));
    Files.delete(token);
    file.refresh();
    assertTrue(file.accepts("Bearer new"));
  }

  @Test
  void requiresATokenInTheFile() throws Exception {
    Path empty = Files.writeString(folder.resolve("empty"), " \n");
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> new TokenFile(empty))
            .getMessage()
            .contains("has no token"));
    assertThrows(IllegalArgumentException.class, () -> new TokenFile(folder.resolve("missing")));
  }
}
