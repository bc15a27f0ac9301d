package io.wsfleet.gateway.api;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.wsfleet.gateway.RawClient;
import io.wsfleet.gateway.bus.Bus;
import io.wsfleet.gateway.bus.BusCounters;
import io.wsfleet.gateway.bus.BusListener;
import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.bus.BusState;
import io.wsfleet.gateway.bus.ClusterQueries;
import io.wsfleet.gateway.bus.InMemoryBus;
import io.wsfleet.gateway.bus.ProducerSequence;
import io.wsfleet.gateway.bus.PublishException;
import io.wsfleet.gateway.bus.PublishResult;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.protocol.Event;
import io.wsfleet.gateway.socketio.protocol.JsonPayload;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the API says to requests that it cannot carry out, and to callers who mean no good. */
class ApiErrorsTest {
  private static final String EMIT = "{\"event\":\"news\"}";

  @TempDir private Path folder;

  private final Vertx vertx = Vertx.vertx();
  private final UnreliableBus bus = new UnreliableBus();
  private final ApiCounters counters = new ApiCounters();
  private Path token;
  private Api server;
  private ApiClient api;

  @BeforeEach
  void start() throws Exception {
    token = Files.writeString(folder.resolve("token"), "secret\n");
    start(10_000, 1000);
  }

  private void start(long timeoutMillis, int maxConnections) throws Exception {
    ApiSettings settings =
        new ApiSettings("127.0.0.1", 0, token, 1000, 2, maxConnections, timeoutMillis, 50);
    server = new Api(vertx, settings, "g", bus, counters);
    api = new ApiClient(server.start().toCompletableFuture().get(), "secret");
  }

  private void restart(long timeoutMillis, int maxConnections) throws Exception {
    server.close();
    start(timeoutMillis, maxConnections);
  }

  @AfterEach
  void stop() {
    server.close();
    vertx.close();
  }

  @Test
  void letsNobodyInWithoutAToken() throws Exception {
    for (String wrong : List.of("", "Secret", "secret1")) {
      ApiClient stranger = new ApiClient(api.port(), wrong);
      stranger.problem(401, "POST", "/v1/events", EMIT);
      stranger.problem(401, "GET", "/v1/nothing", "");
      HttpResponse<String> response = stranger.send("GET", "/v1/sockets", "");
      assertEquals(
          "Bearer realm=\"wsfleet\"", response.headers().firstValue("www-authenticate").orElse(""));
    }
    assertEquals(List.of(), bus.told);
    assertEquals(9, counters.problems().get("unauthorized").sum());
  }

  @Test
  void knowsANewTokenSoonAndKeepsTheOldOneIfTheFileGoesBad() throws Exception {
    api.tell("/v1/events", EMIT);
    Files.writeString(token, "new\n");
    ApiClient renewed = new ApiClient(api.port(), "new");
    await().until(() -> renewed.send("POST", "/v1/events", EMIT).statusCode() == 204);
    api.problem(401, "POST", "/v1/events", EMIT);
    TokenFile file = new TokenFile(token);
    Files.writeString(token, "\n");
    file.refresh();
    assertTrue(file.accepts("Bearer new"));
    Files.delete(token);
    file.refresh();
    assertTrue(file.accepts("Bearer new"));
  }

  @Test
  void doesNotStartWithoutATokenInTheFile() throws Exception {
    Path empty = Files.writeString(folder.resolve("empty"), " \n");
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> new TokenFile(empty))
            .getMessage()
            .contains("has no token in it"));
    assertThrows(IllegalArgumentException.class, () -> new TokenFile(folder.resolve("missing")));
  }

  @Test
  void refusesANumberWhereTheBusCannotRememberIt() throws Exception {
    JsonObject problem = api.problem(400, "POST", "/v1/events", ApiClient.numbered(1, "x"));
    assertEquals(List.of("/number"), places(problem));
    assertTrue(problem.getString("detail").contains("leave producer and number out"));
    assertEquals(List.of(), bus.told);
  }

  @Test
  void saysThatANumberedEventMayBeSentAgain() throws Exception {
    bus.keepsTurns = true;
    restart(100, 1000);
    for (CompletableFuture<Void> answer :
        List.of(
            new CompletableFuture<Void>(),
            CompletableFuture.<Void>failedFuture(
                new PublishException("the publish timeout passed")))) {
      bus.answer.set(answer);
      JsonObject problem = api.problem(503, "POST", "/v1/events", ApiClient.numbered(1, "x"));
      assertTrue(problem.getString("detail").contains("try again with the same number"));
    }
  }

  @Test
  void saysWhichPlacesOfARequestAreWrong() throws Exception {
    assertEquals(
        List.of("/event", "/to/rooms", "/too"),
        places(
            api.problem(
                400, "POST", "/v1/events", "{\"event\":7,\"to\":{\"rooms\":[]},\"too\":1}")));
    assertEquals(
        List.of("/args"),
        places(
            api.problem(
                400,
                "POST",
                "/v1/events",
                "{\"event\":\"a\",\"args\":[{\"_placeholder\":true,\"num\":0}]}")));
    assertEquals(
        List.of("limit", "rom"), places(api.problem(400, "GET", "/v1/sockets?rom=a&limit=0", "")));
    assertEquals(
        List.of("namespace"),
        places(api.problem(400, "GET", "/v1/rooms?namespace=/a&namespace=/b", "")));
    assertEquals(List.of("limit"), places(api.problem(400, "GET", "/v1/rooms?limit=many", "")));
    assertEquals(
        List.of("namespace"), places(api.problem(400, "GET", "/v1/rooms?namespace=a", "")));
    for (String path : List.of("join", "leave", "disconnect")) {
      JsonObject problem = api.problem(400, "POST", "/v1/sockets/" + path, "{\"rooms\":[\"a\"]}");
      assertTrue(problem.getString("detail").contains("\"to\" is missing"), problem.encode());
    }
    assertEquals(List.of(), bus.told);
  }

  @Test
  void takesNothingButJson() throws Exception {
    for (String body :
        List.of(
            "{", "[]", "1", "nonsense", "{\"event\":\"a\"}}", "[".repeat(60) + "]".repeat(60))) {
      api.problem(400, "POST", "/v1/events", body);
    }
    try (RawClient raw = RawClient.connect(api.port())) {
      String answer =
          raw.request(
              "POST",
              "/v1/events",
              "Authorization: Bearer secret\r\nContent-Type: text/plain\r\nContent-Length: 0\r\n");
      assertTrue(answer.startsWith("HTTP/1.1 415 "), answer);
    }
    try (RawClient raw = RawClient.connect(api.port())) {
      String head =
          "POST /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer secret\r\n"
              + "Content-Type: application/json\r\nContent-Length: 13\r\n\r\n{\"event\":\"";
      byte[] bytes = (head + "x\"}").getBytes();
      bytes[bytes.length - 3] = (byte) 0xff;
      raw.write(bytes);
      String answer = raw.request("GET", "/v1/health", "");
      assertTrue(answer.startsWith("HTTP/1.1 400 ") && answer.contains("UTF-8"), answer);
    }
    assertEquals(List.of(), bus.told);
  }

  @Test
  void takesNoBodyThatIsTooLarge() throws Exception {
    String large = "{\"event\":\"a\",\"args\":[\"" + "x".repeat(1000) + "\"]}";
    assertEquals(413, statusOfRaw("Content-Length: " + large.length() + "\r\n", large));
    String chunk = Integer.toHexString(large.length()) + "\r\n" + large + "\r\n0\r\n\r\n";
    assertEquals(413, statusOfRaw("Transfer-Encoding: chunked\r\n", chunk));
    api.tell("/v1/events", EMIT);
  }

  @Test
  void namesThePathsAndMethodsThatThereAre() throws Exception {
    api.problem(404, "GET", "/v1/nothing", "");
    HttpResponse<String> response = api.send("PUT", "/v1/sockets/abc", EMIT);
    assertEquals(405, response.statusCode());
    assertEquals("GET", response.headers().firstValue("allow").orElse(""));
    api.problem(405, "DELETE", "/v1/events", "");
  }

  @Test
  void saysThatTheBusDidNotTakeIt() throws Exception {
    bus.answer.set(CompletableFuture.failedFuture(new PublishException("Redis is away")));
    HttpResponse<String> response = api.send("POST", "/v1/events", EMIT);
    assertEquals(503, response.statusCode());
    assertEquals("1", response.headers().firstValue("retry-after").orElse(""));
    assertTrue(response.body().contains("Redis is away; try again"), response.body());
    bus.answer.set(new CompletableFuture<>());
    restart(100, 1000);
    JsonObject problem = api.problem(503, "POST", "/v1/events", EMIT);
    assertTrue(problem.getString("detail").contains("it may still do so"), problem.encode());
    bus.answer.set(CompletableFuture.failedFuture(new IllegalStateException("a fault")));
    api.problem(500, "POST", "/v1/events", EMIT);
  }

  @Test
  void refusesWhatIsMoreThanItMayDoAtATime() throws Exception {
    CompletableFuture<Void> taken = new CompletableFuture<>();
    bus.answer.set(taken);
    try (RawClient one = RawClient.connect(api.port());
        RawClient two = RawClient.connect(api.port())) {
      one.write(emit().getBytes());
      two.write(emit().getBytes());
      await().until(() -> bus.told.size() == 2);
      api.problem(503, "GET", "/v1/rooms", "");
      taken.complete(null);
      assertTrue(one.request("GET", "/v1/health", "").startsWith("HTTP/1.1 204 "));
    }
    await().until(() -> api.send("GET", "/v1/rooms", "").statusCode() == 200);
  }

  @Test
  void forgetsRequestsWhoseCallersAreGone() throws Exception {
    bus.answer.set(new CompletableFuture<>());
    for (int i = 0; i < 2; i++) {
      try (RawClient caller = RawClient.connect(api.port())) {
        caller.write(emit().getBytes());
        int told = i + 1;
        await().until(() -> bus.told.size() == told);
      }
    }
    await().until(() -> api.send("GET", "/v1/rooms", "").statusCode() == 200);
  }

  @Test
  void closesConnectionsThatAreTooManyOrTooSlow() throws Exception {
    restart(300, 2);
    try (RawClient silent = RawClient.connect(api.port());
        RawClient slow = RawClient.connect(api.port());
        RawClient third = RawClient.connect(api.port())) {
      await().until(() -> isClosed(third));
      await().until(() -> isClosed(silent));
      await().until(() -> isClosed(slow));
    }
    assertTrue(counters.closed() >= 3);
    api.tell("/v1/events", EMIT);
  }

  @Test
  void waitsForABodyOnlySoLong() throws Exception {
    restart(300, 10);
    assertEquals(408, statusOfRaw("Content-Length: 100\r\n", "{\"event\""));
    api.tell("/v1/events", EMIT);
  }

  private int statusOfRaw(String header, String body) throws IOException {
    try (RawClient raw = RawClient.connect(api.port())) {
      String head =
          "POST /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer secret\r\n"
              + "Content-Type: application/json\r\n"
              + header
              + "\r\n";
      raw.write((head + body).getBytes());
      String line = new String(raw.socket().getInputStream().readNBytes(12));
      return Integer.parseInt(line.substring(9));
    }
  }

  private static String emit() {
    return "POST /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer secret\r\n"
        + "Content-Type: application/json\r\nContent-Length: "
        + EMIT.length()
        + "\r\n\r\n"
        + EMIT;
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

  private static List<String> places(JsonObject problem) {
    List<String> places = new ArrayList<>();
    for (Object error : problem.getJsonArray("errors", new JsonArray())) {
      places.add(((JsonObject) error).getString("place"));
    }
    places.sort(null);
    return places;
  }

  /** A bus that answers as it is told to. */
  private static final class UnreliableBus implements Bus {
    final List<BusMessage> told = new CopyOnWriteArrayList<>();
    final AtomicReference<CompletionStage<Void>> answer =
        new AtomicReference<>(CompletableFuture.completedFuture(null));
    private final InMemoryBus solo = new InMemoryBus("g");
    private volatile boolean keepsTurns;

    @Override
    public boolean supportsSequences() {
      return keepsTurns;
    }

    @Override
    public CompletionStage<PublishResult> publish(
        BusMessage message, ProducerSequence producerSequence) {
      return publish(message).thenApply(taken -> new PublishResult.Published());
    }

    @Override
    public void start(BusListener busListener) {}

    @Override
    public CompletionStage<Void> publish(BusMessage message) {
      told.add(message);
      return answer.get();
    }

    @Override
    public void serialize(Runnable action) {
      action.run();
    }

    @Override
    public CompletionStage<Void> subscribe(String namespace) {
      return CompletableFuture.completedStage(null);
    }

    @Override
    public ClusterQueries queries() {
      return new NoResponses();
    }

    @Override
    public CompletionStage<Boolean> tryLock(String name, long millis) {
      return CompletableFuture.completedStage(true);
    }

    @Override
    public BusState state() {
      return BusState.CONNECTING;
    }

    @Override
    public BusCounters counters() {
      return solo.counters();
    }

    @Override
    public int pendingPublishes() {
      return 0;
    }

    @Override
    public Map<String, Long> heartbeatAges() {
      return Map.of();
    }

    @Override
    public void close() {}
  }

  private static final class NoResponses implements ClusterQueries {
    @Override
    public CompletionStage<Responses<BusListener.RemoteSocket>> fetchSockets(Audience audience) {
      return CompletableFuture.completedStage(Responses.completeOf(List.of()));
    }

    @Override
    public CompletionStage<Responses<String>> allRooms(String namespace) {
      return CompletableFuture.completedStage(Responses.completeOf(List.of()));
    }

    @Override
    public CompletionStage<Responses<JsonPayload>> send(
        BusMessage.Broadcast question, long timeoutMillis) {
      return CompletableFuture.completedStage(Responses.completeOf(List.of()));
    }

    @Override
    public CompletionStage<Responses<JsonPayload>> serverSideEmitWithAck(
        String namespace, Event event, long timeoutMillis) {
      return CompletableFuture.completedStage(Responses.completeOf(List.of()));
    }
  }
}
