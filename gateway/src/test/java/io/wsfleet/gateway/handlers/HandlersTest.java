package io.wsfleet.gateway.handlers;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Socket;
import io.wsfleet.gateway.GatewayServer;
import io.wsfleet.gateway.handlers.HandlerFailures.Kind;
import io.wsfleet.testing.ExtensionJar;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.json.JSONArray;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Handlers of a jar, as clients of a gateway see them. */
class HandlersTest {
  @TempDir private static Path folder;
  private static GatewayServer gateway;

  private final List<Socket> clients = new ArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    ExtensionJar.write(folder.resolve("playground.jar"), TestExtension.class);
    gateway =
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
            """);
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
  void letAClientInWithDataAndRooms() throws Exception {
    Socket anna = open("anna");
    BlockingQueue<Object[]> hello = heard(anna, "hello");
    anna.connect();
    Object[] first = hello.poll(10, SECONDS);
    assertEquals("{\"name\":\"anna\"}", first[0].toString());
    assertEquals(false, first[1]);
    assertEquals(Set.of("guests", anna.id()), rooms(anna));
    assertTrue(client("late").connected());
  }

  @Test
  void refuseAClientInTheirWords() throws Exception {
    JSONObject refusal = refusal("thief");
    assertEquals("go away", refusal.get("message"));
    assertEquals("{\"code\":7}", refusal.get("data").toString());
    assertEquals("expected text, got nothing", refusal(null).get("message"));
  }

  @Test
  void refuseAClientPlainlyWhereTheyFailOrTakeTooLong() throws Exception {
    long failed = failures(Kind.FAILED);
    long late = failures(Kind.TIMEOUT);
    assertEquals("{\"message\":\"the server failed to decide\"}", refusal("broken").toString());
    assertEquals(
        "{\"message\":\"the server did not decide in time\"}", refusal("sleepy").toString());
    assertEquals(failed + 1, failures(Kind.FAILED));
    assertEquals(late + 1, failures(Kind.TIMEOUT));
  }

  @Test
  void getAndGiveAnyArguments() throws Exception {
    Socket anna = client("anna");
    Object[] echo =
        ask(
            anna,
            "echo",
            "é😀",
            1.5,
            true,
            JSONObject.NULL,
            new byte[] {0, -1},
            new JSONArray("[{}]"));
    assertEquals("é😀", echo[0]);
    assertEquals(1.5, ((Number) echo[1]).doubleValue());
    assertEquals(true, echo[2]);
    assertArrayEquals(new byte[] {0, -1}, (byte[]) echo[4]);
    assertEquals("[{}]", echo[5].toString());
    assertEquals(List.of("other", "anything"), List.of(ask(anna, "anything")));
    ask(anna, "note", new JSONObject("{\"a\":[1]}"));
    assertEquals("{\"note\":{\"a\":[1]}}", ask(anna, "data")[0].toString());
  }

  @Test
  void sendToThoseWhomTheyName() throws Exception {
    Socket anna = client("anna");
    Socket bert = client("bert");
    Socket cora = client("cora");
    Map<String, BlockingQueue<Object[]>> heard =
        Map.of("a", heard(anna, "heard"), "b", heard(bert, "heard"), "c", heard(cora, "heard"));
    ask(anna, "join", "hall");
    ask(bert, "join", "hall");
    ask(cora, "tell", "hall", bert.id());
    Object[] told = heard.get("a").poll(10, SECONDS);
    assertEquals("hall", told[0]);
    assertArrayEquals(new byte[] {1, 2, 3}, (byte[]) told[1]);
    ask(bert, "others");
    ask(anna, "near");
    ask(anna, "tell", cora.id());
    assertEquals("o", heard.get("a").poll(10, SECONDS)[0]);
    assertEquals("n", heard.get("a").poll(10, SECONDS)[0]);
    assertEquals("n", heard.get("b").poll(10, SECONDS)[0]);
    assertEquals("o", heard.get("c").poll(10, SECONDS)[0]);
    assertEquals("n", heard.get("c").poll(10, SECONDS)[0]);
    assertEquals(cora.id(), heard.get("c").poll(10, SECONDS)[0]);
  }

  @Test
  void replyInsteadOfTheRuleThatIsCarriedOutBeforeThem() throws Exception {
    Socket anna = client("anna");
    BlockingQueue<Object[]> heard = heard(anna, "heard");
    assertEquals(0, ask(anna, "all").length);
    assertEquals("all", heard.poll(10, SECONDS)[0]);
    assertTrue(rooms(anna).contains("ruled"));
  }

  @Test
  void askAClientAndLookForSockets() throws Exception {
    Socket anna = client("anna");
    anna.on("question", arguments -> ((Ack) arguments[2]).call(6 * 7));
    assertEquals("right", ask(anna, "quiz")[0]);
    Socket bert = client("bert");
    String census = ask(bert, "census")[0].toString();
    assertTrue(census.contains("{\"name\":\"anna\"}"), census);
    assertTrue(census.contains("{\"name\":\"bert\"}"), census);
  }

  @Test
  void giveNoAcknowledgementWhereTheyFail() throws Exception {
    Socket anna = client("anna");
    long failed = failures(Kind.FAILED);
    long wrong = failures(Kind.INVALID_ARGUMENT);
    long late = failures(Kind.TIMEOUT);
    List<CompletableFuture<Object[]>> answers =
        List.of(
            send(anna, "fail"), send(anna, "join", 5), send(anna, "never"), send(anna, "silent"));
    await()
        .until(
            () ->
                failures(Kind.FAILED) == failed + 1
                    && failures(Kind.INVALID_ARGUMENT) == wrong + 1
                    && failures(Kind.TIMEOUT) == late + 1);
    assertEquals("x", ask(anna, "echo", "x")[0]);
    answers.forEach(answer -> assertFalse(answer.isDone()));
  }

  @Test
  void seeTheEventsOfAClientInOrder() throws Exception {
    Socket anna = client("anna");
    List<CompletableFuture<Void>> answers = new ArrayList<>();
    List<Object> order = Collections.synchronizedList(new ArrayList<>());
    for (int i = 0; i < 15; i++) {
      int number = i;
      CompletableFuture<Object[]> answer = i == 0 ? send(anna, "slow", 200) : send(anna, "echo", i);
      answers.add(answer.thenAccept(arguments -> order.add(number)));
    }
    CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).get(10, SECONDS);
    assertEquals(IntStream.range(0, 15).boxed().toList(), order);
  }

  @Test
  void loseAClientThatSendsFasterThanTheyFinish() throws Exception {
    Socket anna = client("anna");
    Socket bert = client("bert");
    BlockingQueue<Object[]> gone = heard(anna, Socket.EVENT_DISCONNECT);
    for (int i = 0; i < 30; i++) {
      anna.emit("slow", 50);
    }
    assertNotNull(gone.poll(10, SECONDS));
    assertEquals("x", ask(bert, "echo", "x")[0]);
  }

  @Test
  void areToldThatAClientIsGoneWhereItWasAndWhy() throws Exception {
    Socket anna = client("anna");
    Socket bert = client("bert");
    BlockingQueue<Object[]> gone = heard(bert, "gone");
    ask(anna, "join", "hall");
    String id = anna.id();
    anna.disconnect();
    assertEquals(List.of(id, "client namespace disconnect", true), Arrays.asList(next(gone, id)));
    Socket cora = client("cora");
    String other = cora.id();
    BlockingQueue<Object[]> put = heard(cora, Socket.EVENT_DISCONNECT);
    cora.emit("leave", false);
    assertEquals("io server disconnect", put.poll(10, SECONDS)[0]);
    assertEquals(
        List.of(other, "server namespace disconnect", false), Arrays.asList(next(gone, other)));
  }

  @Test
  void doNotSeeWhatTheGatewayIsMadeOf() throws Exception {
    Socket anna = client("anna");
    assertEquals("[true]", ask(anna, "see", "io.wsfleet.gateway.bootstrap.Gateway")[0].toString());
    assertEquals("[true]", ask(anna, "see", "io.vertx.core.Vertx")[0].toString());
    assertEquals("[false]", ask(anna, "see", "io.wsfleet.handlers.Extension")[0].toString());
    assertEquals("[false]", ask(anna, "see", "java.sql.Connection")[0].toString());
  }

  private static Set<Object> rooms(Socket client) throws Exception {
    JSONArray rooms = (JSONArray) ask(client, "whoami")[1];
    Set<Object> names = new HashSet<>();
    for (int i = 0; i < rooms.length(); i++) {
      names.add(rooms.get(i));
    }
    return names;
  }

  private static Object[] next(BlockingQueue<Object[]> gone, String id) throws Exception {
    Object[] next = gone.poll(10, SECONDS);
    while (!next[0].equals(id)) {
      next = gone.poll(10, SECONDS);
    }
    return next;
  }

  private static long failures(Kind kind) {
    return gateway.gateway().extensions().invoker().failures().count(kind);
  }

  private static BlockingQueue<Object[]> heard(Socket client, String event) {
    BlockingQueue<Object[]> heard = new LinkedBlockingQueue<>();
    client.on(event, heard::add);
    return heard;
  }

  private static Object[] ask(Socket client, String event, Object... arguments) throws Exception {
    return send(client, event, arguments).get(10, SECONDS);
  }

  private static CompletableFuture<Object[]> send(
      Socket client, String event, Object... arguments) {
    CompletableFuture<Object[]> answer = new CompletableFuture<>();
    client.emit(event, arguments, (Ack) answer::complete);
    return answer;
  }

  private JSONObject refusal(String name) throws Exception {
    Socket client = open(name);
    BlockingQueue<Object[]> refusals = heard(client, Socket.EVENT_CONNECT_ERROR);
    client.connect();
    return (JSONObject) refusals.poll(10, SECONDS)[0];
  }

  private Socket client(String name) {
    Socket client = open(name).connect();
    await().until(client::connected);
    return client;
  }

  private Socket open(String name) {
    IO.Options options = new IO.Options();
    options.transports = new String[] {"websocket"};
    options.forceNew = true;
    options.reconnection = false;
    options.auth = name == null ? Map.of() : Map.of("as", name);
    Socket socket = IO.socket(URI.create(gateway.url() + "/play"), options);
    clients.add(socket);
    return socket;
  }
}
