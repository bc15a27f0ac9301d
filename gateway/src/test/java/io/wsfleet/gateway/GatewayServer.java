package io.wsfleet.gateway;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.wsfleet.gateway.bootstrap.Gateway;
import io.wsfleet.gateway.bootstrap.Settings;
import io.wsfleet.gateway.config.GatewayConfig;
import io.wsfleet.gateway.config.TestConfigs;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/** A gateway on a port of its own, in this process and without Quarkus. */
public final class GatewayServer implements AutoCloseable {
  public static final String RULES =
      "[{\"on\":\"say\",\"broadcast\":{\"event\":\"said\",\"to\":\"Others\"}},"
          + "{\"on\":\"all\",\"broadcast\":{\"event\":\"all\",\"to\":\"Everyone\"}},"
          + "{\"on\":\"lobby\",\"broadcast\":{\"event\":\"lobby\",\"room\":\"lobby\"}},"
          + "{\"on\":\"quiet\"}]";

  private final Vertx vertx;
  private final Gateway gateway;
  private final HttpServer server;

  private GatewayServer(Map<String, String> environment) throws Exception {
    GatewayConfig config = TestConfigs.from(environment);
    vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
    gateway = new Gateway(vertx, Settings.from(config), Clock.systemUTC());
    gateway.start();
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost("127.0.0.1")
            .setPort(0)
            .setHttp2ClearTextEnabled(false)
            .setSendBufferSize(config.limits().sendBufferBytes())
            .setPerMessageWebSocketCompressionSupported(false)
            .setPerFrameWebSocketCompressionSupported(false);
    server =
        vertx
            .createHttpServer(options)
            .requestHandler(gateway::handle)
            // As Quarkus has it: that a connection broke is no news.
            .exceptionHandler(broken -> {})
            .listen()
            .toCompletionStage()
            .toCompletableFuture()
            .get(10, SECONDS);
  }

  public static GatewayServer start(String... settings) throws Exception {
    Map<String, String> environment = new HashMap<>();
    environment.put("WSFLEET_EVENTS", RULES);
    // Its offsets would be in every frame; who tries recovery asks for it.
    environment.put("WSFLEET_RECOVERY_WINDOW_SECONDS", "0");
    for (int i = 0; i < settings.length; i += 2) {
      environment.put(settings[i], settings[i + 1]);
    }
    return new GatewayServer(environment);
  }

  public Gateway gateway() {
    return gateway;
  }

  public int port() {
    return server.actualPort();
  }

  /** Waits until no client is connected, after which nothing of a client may be left. */
  public void awaitNoClients() {
    await().until(() -> gateway.connections().size() == 0);
    assertEquals(0, gateway.hub().size());
    assertEquals(0, gateway.hub().roomCount());
  }

  public String url() {
    return "http://127.0.0.1:" + port();
  }

  @Override
  public void close() throws Exception {
    gateway.close();
    vertx.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
  }
}
