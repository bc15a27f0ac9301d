package io.wsfleet.gateway.rules;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Socket;
import io.wsfleet.gateway.GatewayServer;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rules of a gateway with real clients. */
class RuleExecutorTest {
  private static final String RULES =
      """
      [{"on":"enter","join":{"fromArgument":true},"reply":{"data":"welcome"}},
       {"on":"enter","namespace":"/tenant-*","join":{"room":"hall"}},
       {"on":"exit","leave":{"fromArgument":true},"reply":{}},
       {"on":"tell","broadcast":{"event":"told","roomFromArgument":true,"to":"Others"}},
       {"on":"enterAndTell","join":{"fromArgument":true},
        "broadcast":{"event":"told","roomFromArgument":true}},
       {"on":"hall","namespace":"/tenant-*","broadcast":{"event":"told","room":"hall"}},
       {"on":"echo","reply":{"echo":true}}]
      """;
  private static GatewayServer gateway;

  private final List<Socket> clients = new ArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    gateway =
        GatewayServer.start("WSFLEET_EVENTS", RULES, "WSFLEET_PROTOCOL_NAMESPACES", "/tenant-*");
  }

  @AfterAll
  static void stop() throws Exception {
    gateway.close();
  }

  @AfterEach
  void disconnect() {
    clients.forEach(Socket::close);
  }

  @Test
  void joinAndLeaveTheRoomOfTheFirstArgument() throws Exception {
    Socket anna = client("/");
    Socket bob = client("/");
    List<Object> received = received(anna);
    assertEquals(List.of("welcome"), List.of(emitWithAck(anna, "enter", "lobby")));
    emitWithAck(bob, "tell", "lobby", 1);
    emitWithAck(bob, "tell", "cellar", 2);
    assertEquals(0, emitWithAck(anna, "exit", "lobby").length);
    emitWithAck(bob, "tell", "lobby", 3);
    emitWithAck(anna, "enterAndTell", "lobby", 4);
    await().until(() -> received.contains(4));
    assertEquals(List.of("lobby", 1, "lobby", 4), received);
  }

  @Test
  void doNotJoinTheOwnRoomOfAnotherSocket() throws Exception {
    Socket victim = client("/");
    Socket thief = client("/");
    long invalidRooms = gateway.gateway().eventRouter().invalidRooms();
    long unacknowledged = gateway.gateway().eventRouter().unacknowledged();
    CompletableFuture<Object[]> ack = new CompletableFuture<>();
    thief.emit("enter", new Object[] {victim.id()}, (Ack) ack::complete);
    emitWithAck(thief, "echo");
    assertFalse(ack.isDone());
    assertEquals(invalidRooms + 1, gateway.gateway().eventRouter().invalidRooms());
    assertEquals(unacknowledged + 1, gateway.gateway().eventRouter().unacknowledged());
    assertEquals(
        Set.of(thief.id()),
        gateway.gateway().hub().roomsOf(gateway.gateway().hub().socket("/", thief.id())));
  }

  @Test
  void replyWithTheArgumentsOfTheEvent() throws Exception {
    Object[] reply = emitWithAck(client("/"), "echo", "é😀", new byte[] {1, 2}, 3);
    assertEquals("é😀", reply[0]);
    assertArrayEquals(new byte[] {1, 2}, (byte[]) reply[1]);
    assertEquals(3, reply[2]);
  }

  @Test
  void applyToTheNamespacesThatMatchTheirPattern() throws Exception {
    Socket near = client("/tenant-a");
    Socket far = client("/tenant-b");
    List<Object> receivedNear = received(near);
    List<Object> receivedFar = received(far);
    emitWithAck(near, "enter", "any");
    emitWithAck(far, "enter", "any");
    emitWithAck(far, "hall", 1);
    emitWithAck(near, "hall", 2);
    await().until(() -> receivedNear.contains(2) && receivedFar.contains(1));
    assertEquals(List.of(2), receivedNear);
    assertEquals(List.of(1), receivedFar);
  }

  private static List<Object> received(Socket client) {
    List<Object> received = new CopyOnWriteArrayList<>();
    client.on("told", arguments -> received.addAll(Arrays.asList(arguments)));
    return received;
  }

  private static Object[] emitWithAck(Socket client, String event, Object... arguments)
      throws Exception {
    CompletableFuture<Object[]> ack = new CompletableFuture<>();
    client.emit(event, arguments, (Ack) ack::complete);
    return ack.get(10, SECONDS);
  }

  private Socket client(String namespace) {
    IO.Options options = new IO.Options();
    options.transports = new String[] {"websocket"};
    options.forceNew = true;
    Socket socket = IO.socket(URI.create(gateway.url() + namespace), options);
    clients.add(socket.connect());
    await().until(socket::connected);
    return socket;
  }
}
