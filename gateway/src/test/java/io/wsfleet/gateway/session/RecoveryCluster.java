package io.wsfleet.gateway.session;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.wsfleet.gateway.GatewayServer;
import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.bus.BusMessage.Broadcast;
import io.wsfleet.gateway.bus.StreamPosition;
import io.wsfleet.gateway.bus.redis.RedisServers;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.protocol.Event;
import io.wsfleet.gateway.socketio.server.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Three gateways with connection state recovery, on a real Redis. */
final class RecoveryCluster implements AutoCloseable {
  static final Audience ALL = Audience.all("/");

  final List<GatewayServer> gateways = new ArrayList<>();
  final RedisServers redis;
  private final Path folder;
  private int published;

  RecoveryCluster(Path folder) throws Exception {
    this.folder = folder;
    redis = RedisServers.masterAndReplica();
    for (int i = 0; i < 3; i++) {
      add("g" + i);
    }
  }

  @Override
  public void close() throws Exception {
    for (GatewayServer gateway : gateways) {
      gateway.close();
    }
    redis.close();
  }

  /** Starts another gateway, and waits until it is ready. */
  GatewayServer add(String name, String... more) throws Exception {
    GatewayServer gateway = start(name, more);
    gateways.add(gateway);
    await().until(() -> gateway.gateway().isReady());
    return gateway;
  }

  private GatewayServer start(String name, String... more) throws Exception {
    Path password = Files.writeString(folder.resolve("password"), RedisServers.PASSWORD);
    List<String> settings =
        new ArrayList<>(
            List.of(
                "WSFLEET_GATEWAY",
                name,
                "WSFLEET_RECOVERY_WINDOW_SECONDS",
                "120",
                "WSFLEET_REDIS_MASTER",
                "127.0.0.1:" + redis.master().port(),
                "WSFLEET_REDIS_REPLICA",
                "127.0.0.1:" + redis.replica().port(),
                "WSFLEET_REDIS_PASSWORD_FILE",
                password.toString(),
                "WSFLEET_REDIS_PING_MILLIS",
                "50"));
    settings.addAll(List.of(more));
    return GatewayServer.start(settings.toArray(String[]::new));
  }

  /** Publishes the next number as an event. */
  void say(Audience audience) throws Exception {
    publish(new Broadcast(Event.of("e", String.valueOf(published++)), audience, false));
  }

  void publish(BusMessage message) throws Exception {
    gateways.get(2).gateway().bus().publish(message).toCompletableFuture().get(10, SECONDS);
  }

  StreamPosition position(int gateway) {
    return Objects.requireNonNull(gateways.get(gateway).gateway().bus().position());
  }

  /** Waits until the watermark of a gateway has reached a position. */
  void awaitWatermark(String gateway, StreamPosition least) {
    String ask = "return redis.call('GET', redis.call('KEYS', 'wsfleet:holder:%s-*')[1])";
    String command = "EVAL \"" + ask.formatted(gateway) + "\" 0";
    await()
        .until(
            () -> {
              String watermark = redis.master().pipeline(command).split("\r\n")[1];
              StreamPosition reached = StreamPosition.parse(watermark);
              return reached != null && !reached.isBefore(least);
            });
  }

  Socket socket(int gateway, String sid) {
    Socket socket = gateways.get(gateway).gateway().hub().socket("/", sid);
    assertNotEquals(null, socket);
    return socket;
  }

  int sockets() {
    return gateways.stream().mapToInt(each -> each.gateway().hub().size()).sum();
  }
}
