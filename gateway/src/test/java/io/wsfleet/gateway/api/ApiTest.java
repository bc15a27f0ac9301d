package io.wsfleet.gateway.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Socket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.wsfleet.gateway.GatewayServer;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.testing.FreePorts;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operations of the API, on a gateway with real clients. */
class ApiTest {
  @TempDir private Path folder;

  private final List<Socket> sockets = new ArrayList<>();
  private final List<Object> received = new CopyOnWriteArrayList<>();
  private GatewayServer gateway;
  private ApiClient api;

  @BeforeEach
  void start() throws Exception {
    Path token = Files.writeString(folder.resolve("token"), "secret\n");
    int port = FreePorts.free();
    gateway =
        GatewayServer.start(
            "WSFLEET_HOST",
            "127.0.0.1",
            "WSFLEET_RECOVERY_WINDOW_SECONDS",
            "0",
            "WSFLEET_PROTOCOL_NAMESPACES",
            "/chat",
            "WSFLEET_API_PORT",
            String.valueOf(port),
            "WSFLEET_API_TOKEN_FILE",
            token.toString());
    api = new ApiClient(port, "secret");
  }

  @AfterEach
  void stop() throws Exception {
    sockets.forEach(Socket::close);
    gateway.close();
  }

  @Test
  void emitsToAllSocketsOfANamespace() throws Exception {
    client("/");
    client("/");
    client("/chat");
    api.post("/v1/events", "{\"event\":\"news\",\"args\":[{\"title\":\"hello\"},2]}");
    await().until(() -> received.size() == 2);
    assertEquals("{\"title\":\"hello\"} 2", received.get(0));
    api.post("/v1/events", "{\"namespace\":\"/chat\",\"event\":\"news\",\"args\":[\"chat\"]}");
    await().until(() -> received.size() == 3);
    assertEquals("chat", received.get(2));
  }

  @Test
  void emitsToRoomsAndSocketsExceptSome() throws Exception {
    Socket anna = client("/");
    Socket bert = client("/");
    Socket cleo = client("/");
    Socket dora = client("/");
    join(anna, "a");
    join(bert, "b");
    join(dora, "a");
    for (Socket each : sockets) {
      each.on("whose", arguments -> received.add(each.id()));
    }
    api.post(
        "/v1/events",
        new JsonObject()
            .put("event", "whose")
            .put(
                "to",
                new JsonObject()
                    .put("rooms", new JsonArray().add("a").add("b"))
                    .put("sockets", new JsonArray().add(cleo.id()))
                    .put("except", new JsonArray().add(dora.id())))
            .encode());
    api.post("/v1/events", "{\"event\":\"news\",\"args\":[\"last\"]}");
    await().until(() -> received.stream().filter("last"::equals).count() == 4);
    received.removeIf("last"::equals);
    assertEquals(Set.of(anna.id(), bert.id(), cleo.id()), Set.copyOf(received));
    assertEquals(3, received.size());
  }

  @Test
  void emitsANumberedEventOnlyOnce() throws Exception {
    client("/");
    assertEquals("{\"known\":false}", api.emitNumbered(7, "first").encode());
    assertEquals("{\"known\":true}", api.emitNumbered(7, "again").encode());
    assertEquals("{\"known\":true}", api.emitNumbered(3, "older").encode());
    assertEquals("{\"known\":false}", api.emitNumbered(8, "second").encode());
    JsonObject skipped = api.problem(409, "POST", "/v1/events", ApiClient.numbered(10, "skips"));
    assertEquals(9, skipped.getInteger("next"));
    assertTrue(skipped.getString("detail").contains("the next number of shop is 9"));
    api.post("/v1/events", "{\"event\":\"news\",\"args\":[\"last\"]}");
    await().until(() -> received.contains("last"));
    assertEquals(List.of("first", "second", "last"), received);
    JsonObject servers =
        api.query("/v1/server-events", "{\"event\":\"x\",\"producer\":\"other\",\"number\":1}");
    assertEquals(false, servers.getBoolean("known"));
  }

  @Test
  void requiresProducerAndNumberTogether() throws Exception {
    for (String wrong :
        List.of(
            "\"number\":1",
            "\"producer\":\"shop\"",
            "\"producer\":\"a b\",\"number\":1",
            "\"producer\":\"\",\"number\":1",
            "\"producer\":\"shop\",\"number\":0",
            "\"producer\":\"shop\",\"number\":9007199254740992")) {
      api.problem(400, "POST", "/v1/events", "{\"event\":\"news\"," + wrong + "}");
    }
    api.query(
        "/v1/events", "{\"event\":\"e\",\"producer\":\"A-z_0.9\",\"number\":9007199254740991}");
  }

  @Test
  void emitsBinaryData() throws Exception {
    Socket socket = client("/");
    List<byte[]> bytes = new CopyOnWriteArrayList<>();
    socket.on("file", arguments -> bytes.add((byte[]) arguments[1]));
    api.post("/v1/events", "{\"event\":\"file\",\"args\":[\"a.txt\",{\"$binary\":\"aGk=\"}]}");
    await().until(() -> bytes.size() == 1);
    assertArrayEquals("hi".getBytes(UTF_8), bytes.get(0));
  }

  @Test
  void returnsTheAcknowledgementsOfClients() throws Exception {
    client("/").on("sum", ApiTest::acknowledgeSum);
    client("/").on("sum", ApiTest::acknowledgeSum);
    JsonObject all = api.query("/v1/questions", "{\"event\":\"sum\",\"args\":[1,2]}");
    assertEquals(new JsonObject("{\"answers\":[3,3],\"expected\":2,\"complete\":true}"), all);
    client("/");
    JsonObject some =
        api.query("/v1/questions", "{\"event\":\"sum\",\"args\":[2,2],\"timeoutMillis\":300}");
    assertEquals(new JsonObject("{\"answers\":[4,4],\"expected\":3,\"complete\":false}"), some);
  }

  @Test
  void returnsBinaryAcknowledgements() throws Exception {
    client("/").on("file", arguments -> ((Ack) arguments[0]).call((Object) "hi".getBytes(UTF_8)));
    JsonObject answers = api.query("/v1/questions", "{\"event\":\"file\"}");
    assertEquals(new JsonArray("[{\"$binary\":\"aGk=\"}]"), answers.getJsonArray("answers"));
  }

  @Test
  void emitsToServersWithAndWithoutAcknowledgements() throws Exception {
    api.post("/v1/server-events", "{\"event\":\"refresh\"}");
    JsonObject answers = api.query("/v1/server-questions", "{\"event\":\"count\"}");
    assertEquals(new JsonObject("{\"answers\":[],\"expected\":0,\"complete\":true}"), answers);
  }

  @Test
  void listsSocketsInPages() throws Exception {
    Socket anna = client("/");
    Socket bert = client("/");
    Socket cleo = client("/");
    client("/chat");
    join(anna, "a");
    join(bert, "b");
    List<String> ids = new ArrayList<>(List.of(anna.id(), bert.id(), cleo.id()));
    ids.sort(null);
    assertEquals(ids, ids(api.get("/v1/sockets")));
    JsonObject first = api.get("/v1/sockets?limit=2");
    assertEquals(ids.subList(0, 2), ids(first));
    JsonObject second = api.get("/v1/sockets?limit=2&after=" + first.getString("next"));
    assertEquals(ids.subList(2, 3), ids(second));
    assertFalse(second.containsKey("next"));
    assertEquals(
        Set.of(anna.id(), bert.id()), Set.copyOf(ids(api.get("/v1/sockets?room=a&room=b"))));
    assertEquals(List.of(anna.id()), ids(api.get("/v1/sockets?room=a&room=b&except=" + bert.id())));
    assertEquals(List.of(), ids(api.get("/v1/sockets?namespace=/none")));
  }

  @Test
  void describesASocket() throws Exception {
    Socket anna = client("/");
    join(anna, "a");
    JsonObject socket = api.get("/v1/sockets/" + anna.id());
    assertEquals(anna.id(), socket.getString("id"));
    assertTrue(socket.getJsonArray("rooms").contains("a"));
    assertEquals(
        "blue", socket.getJsonObject("handshake").getJsonObject("query").getString("mood"));
    JsonObject problem = api.problem(404, "GET", "/v1/sockets/nobody?namespace=/chat", "");
    assertEquals("there is no socket nobody in the namespace /chat", problem.getString("detail"));
  }

  @Test
  void makesSocketsJoinAndLeaveRooms() throws Exception {
    Socket anna = client("/");
    client("/");
    api.post(
        "/v1/sockets/join",
        "{\"to\":{\"sockets\":[\"" + anna.id() + "\"]},\"rooms\":[\"lobby\",\"bar/1\"]}");
    await().until(() -> ids(api.get("/v1/sockets?room=bar%2F1")).equals(List.of(anna.id())));
    JsonObject rooms = api.get("/v1/rooms?limit=2&after=bar%2F");
    assertEquals(4, api.get("/v1/rooms").getJsonArray("rooms").size());
    assertTrue(api.get("/v1/rooms").getJsonArray("rooms").contains("lobby"));
    assertEquals(2, rooms.getJsonArray("rooms").size());
    api.post("/v1/sockets/leave", "{\"to\":{\"rooms\":[\"lobby\"]},\"rooms\":[\"lobby\"]}");
    await().until(() -> api.get("/v1/sockets?room=lobby").getJsonArray("sockets").isEmpty());
    assertEquals(List.of(anna.id()), ids(api.get("/v1/sockets?room=bar%2F1")));
  }

  @Test
  void disconnectsSocketsOrClosesConnections() throws Exception {
    Socket anna = client("/");
    Socket bert = client("/");
    api.post("/v1/sockets/disconnect", "{\"to\":{\"sockets\":[\"" + anna.id() + "\"]}}");
    await().until(() -> !anna.connected());
    assertTrue(bert.connected());
    api.post("/v1/sockets/disconnect", "{\"to\":{},\"connection\":true}");
    await().until(() -> !bert.connected());
    await().until(() -> gateway.gateway().connections().size() <= 1);
  }

  @Test
  void servesHealthAndDescriptionWithoutAToken() throws Exception {
    ApiClient withoutToken = new ApiClient(api.port(), "");
    assertEquals("InMemory", withoutToken.get("/v1/health").getString("bus"));
    assertEquals("3.1.0", withoutToken.get("/openapi.json").getString("openapi"));
  }

  private static void acknowledgeSum(Object... arguments) {
    ((Ack) arguments[2]).call((Integer) arguments[0] + (Integer) arguments[1]);
  }

  private static List<String> ids(JsonObject page) {
    return page.getJsonArray("sockets").stream()
        .map(each -> ((JsonObject) each).getString("id"))
        .toList();
  }

  private void join(Socket socket, String room) {
    gateway.gateway().hub().join(Audience.room("/", socket.id()), List.of(room));
  }

  private Socket client(String namespace) {
    IO.Options options = new IO.Options();
    options.transports = new String[] {"websocket"};
    options.forceNew = true;
    options.query = "mood=blue";
    Socket socket = IO.socket(URI.create(gateway.url() + namespace), options);
    socket.on(
        "news",
        arguments ->
            received.add(String.join(" ", Arrays.stream(arguments).map(String::valueOf).toList())));
    sockets.add(socket.connect());
    await().until(socket::connected);
    return socket;
  }
}
