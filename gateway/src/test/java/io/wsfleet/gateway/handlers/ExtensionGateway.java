package io.wsfleet.gateway.handlers;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Socket;
import io.wsfleet.gateway.GatewayServer;
import io.wsfleet.gateway.handlers.HandlerFailures.Kind;
import io.wsfleet.testing.ExtensionJar;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.json.JSONArray;
import org.json.JSONObject;

/** A gateway with the jar of {@link TestExtension}, and its clients in the namespace /play. */
final class ExtensionGateway implements AutoCloseable {
  private final GatewayServer gateway;
  private final List<Socket> clients = new ArrayList<>();

  private ExtensionGateway(GatewayServer gateway) {
    this.gateway = gateway;
  }

  static ExtensionGateway start(Path folder) throws Exception {
    ExtensionJar.write(folder.resolve("playground.jar"), TestExtension.class);
    return new ExtensionGateway(
        GatewayServer.start(
            "WSFLEET_GATEWAY",
            "g",
            "WSFLEET_EXTENSIONS",
            folder.toString(),
            "WSFLEET_HANDLERS_TIMEOUT_SECONDS",
            "1",
            "WSFLEET_LIMITS_UNFINISHED_HANDLERS_PER_SOCKET",
            "20",
            "WSFLEET_PROTOCOL_NAMESPACES",
            "/play",
            "WSFLEET_EVENTS",
            """
            [{"on":"all","namespace":"/play","join":{"room":"ruled"},"reply":{"data":"rule"}}]
            """));
  }

  /** A client that connects as this name; {@link TestExtension} admits by it. */
  Socket client(String name) {
    Socket client = open(name).connect();
    await().until(client::connected);
    return client;
  }

  /** A client that is not connected yet. */
  Socket open(String name) {
    IO.Options options = new IO.Options();
    options.transports = new String[] {"websocket"};
    options.forceNew = true;
    options.reconnection = false;
    options.auth = name == null ? Map.of() : Map.of("as", name);
    Socket socket = IO.socket(URI.create(gateway.url() + "/play"), options);
    clients.add(socket);
    return socket;
  }

  /** Connects a client that is refused, and returns the error. */
  JSONObject refusal(String name) throws Exception {
    Socket client = open(name);
    BlockingQueue<Object[]> refusals = received(client, Socket.EVENT_CONNECT_ERROR);
    client.connect();
    return (JSONObject) refusals.poll(10, SECONDS)[0];
  }

  long failures(Kind kind) {
    return gateway.gateway().extensions().invoker().failures().count(kind);
  }

  static BlockingQueue<Object[]> received(Socket client, String event) {
    BlockingQueue<Object[]> received = new LinkedBlockingQueue<>();
    client.on(event, received::add);
    return received;
  }

  static Set<Object> rooms(Socket client) throws Exception {
    JSONArray rooms = (JSONArray) emitWithAck(client, "whoami")[1];
    Set<Object> names = new HashSet<>();
    for (int i = 0; i < rooms.length(); i++) {
      names.add(rooms.get(i));
    }
    return names;
  }

  static Object[] emitWithAck(Socket client, String event, Object... arguments) throws Exception {
    return emit(client, event, arguments).get(10, SECONDS);
  }

  /** Emits an event and returns its acknowledgement. */
  static CompletableFuture<Object[]> emit(Socket client, String event, Object... arguments) {
    CompletableFuture<Object[]> ack = new CompletableFuture<>();
    client.emit(event, arguments, (Ack) ack::complete);
    return ack;
  }

  void disconnectClients() {
    clients.forEach(Socket::close);
    clients.clear();
  }

  @Override
  public void close() throws Exception {
    gateway.close();
  }
}
