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

/** Rules, as clients see them. */
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
  void putSendersIntoTheRoomThatTheyNameAndTakeThemOut() throws Exception {
    Socket anna = client("/");
    Socket bob = client("/");
    List<Object> heard = heard(anna);
    assertEquals(List.of("welcome"), List.of(ask(anna, "enter", "lobby")));
    ask(bob, "tell", "lobby", 1);
    ask(bob, "tell", "cellar", 2);
    assertEquals(0, ask(anna, "exit", "lobby").length);
    ask(bob, "tell", "lobby", 3);
    ask(anna, "enterAndTell", "lobby", 4);
    await().until(() -> heard.contains(4));
    assertEquals(List.of("lobby", 1, "lobby", 4), heard);
  }

  @Test
  void neverPutAClientIntoTheRoomOfAnother() throws Exception {
    Socket victim = client("/");
    Socket thief = client("/");
    long refused = gateway.gateway().eventRouter().invalidRooms();
    long unanswered = gateway.gateway().eventRouter().unacknowledged();
    CompletableFuture<Object[]> answer = new CompletableFuture<>();
    thief.emit("enter", new Object[] {victim.id()}, (Ack) answer::complete);
    ask(thief, "echo");
    assertFalse(answer.isDone());
    assertEquals(refused + 1, gateway.gateway().eventRouter().invalidRooms());
    assertEquals(unanswered + 1, gateway.gateway().eventRouter().unacknowledged());
    assertEquals(
        Set.of(thief.id()),
        gateway.gateway().hub().roomsOf(gateway.gateway().hub().socket("/", thief.id())));
  }

  @Test
  void answerWithWhatCame() throws Exception {
    Object[] answer = ask(client("/"), "echo", "é😀", new byte[] {1, 2}, 3);
    assertEquals("é😀", answer[0]);
    assertArrayEquals(new byte[] {1, 2}, (byte[]) answer[1]);
    assertEquals(3, answer[2]);
  }

  @Test
  void holdForTheNamespacesThatTheirPatternMatches() throws Exception {
    Socket near = client("/tenant-a");
    Socket far = client("/tenant-b");
    List<Object> heardNear = heard(near);
    List<Object> heardFar = heard(far);
    ask(near, "enter", "any");
    ask(far, "enter", "any");
    ask(far, "hall", 1);
    ask(near, "hall", 2);
    await().until(() -> heardNear.contains(2) && heardFar.contains(1));
    assertEquals(List.of(2), heardNear);
    assertEquals(List.of(1), heardFar);
  }

  private static List<Object> heard(Socket client) {
    List<Object> heard = new CopyOnWriteArrayList<>();
    client.on("told", arguments -> heard.addAll(Arrays.asList(arguments)));
    return heard;
  }

  private static Object[] ask(Socket client, String event, Object... arguments) throws Exception {
    CompletableFuture<Object[]> answer = new CompletableFuture<>();
    client.emit(event, arguments, (Ack) answer::complete);
    return answer.get(10, SECONDS);
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
