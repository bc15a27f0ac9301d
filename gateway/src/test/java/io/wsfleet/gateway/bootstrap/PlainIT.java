package io.wsfleet.gateway.bootstrap;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.testing.GatewayProcess;
import io.wsfleet.testing.RawClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plain websocket clients of the jar that is shipped. */
class PlainIT {
  private static final String RULES =
      "[{\"on\":\"echo\",\"reply\":{\"echo\":true}},"
          + "{\"on\":\"enter\",\"join\":{\"room\":\"lobby\"}},"
          + "{\"on\":\"say\",\"broadcast\":{\"event\":\"said\",\"to\":\"Others\"}}]";

  @TempDir private Path folder;
  private GatewayProcess gateway;

  @BeforeEach
  void start() throws Exception {
    gateway =
        GatewayProcess.start(
                "WSFLEET_PLAIN_ENABLED",
                "true",
                "WSFLEET_PLAIN_PATH",
                "/plain/",
                "WSFLEET_PLAIN_ROOMS",
                "lobby,game:*",
                "WSFLEET_RECOVERY_WINDOW_SECONDS",
                "0",
                "WSFLEET_PROTOCOL_PING_INTERVAL_SECONDS",
                "1",
                "WSFLEET_PROTOCOL_MAX_PAYLOAD_BYTES",
                "2000",
                "WSFLEET_EVENTS",
                RULES)
            .awaitReady();
  }

  @AfterEach
  void stop() throws Exception {
    gateway.close();
  }

  @Test
  void sharesRoomsRulesAndEventsWithClientsOfSocketIo() throws Exception {
    try (Client anna = new Client();
        RawClient bert = RawClient.connected(gateway.port())) {
      anna.welcome();
      bert.send("42[\"enter\"]");
      bert.send("420[\"echo\"]");
      assertEquals("430[]", bert.text());
      anna.says("{'type':'join','room':'lobby','id':1}", "{'type':'ack','id':1,'data':[]}");
      anna.says(
          "{'type':'publish','room':'lobby','event':'m','data':['hi',{'$binary':'AQI='}],'id':2}",
          "{'type':'ack','id':2,'data':[]}");
      assertEquals("451-[\"m\",\"hi\",{\"_placeholder\":true,\"num\":0}]", bert.text());
      assertEquals(2, bert.read().payload().length);
      bert.send("42[\"say\",{\"a\":1}]");
      assertEquals("{'type':'event','event':'said','data':[{'a':1}]}", anna.next());
      anna.send("{'type':'emit','event':'say','data':[2]}");
      assertEquals("42[\"said\",2]", bert.text());
      anna.says(
          "{'type':'emit','event':'echo','data':[1.50,null],'id':3}",
          "{'type':'ack','id':3,'data':[1.50,null]}");
      anna.says("{'type':'ping'}", "{'type':'pong'}");
      anna.says("{'type':'leave','room':'lobby','id':4}", "{'type':'ack','id':4,'data':[]}");
      assertTrue(gateway.body("/metrics").contains("\nwsfleet_plain_connections 1.0\n"));
      assertTrue(gateway.body("/status").contains("\"connections\":2"));
    }
    await().until(() -> gateway.body("/metrics").contains("\nwsfleet_plain_connections 0.0\n"));
  }

  @Test
  void speaksAsItsDocumentationShows() throws Exception {
    String page = Files.readString(Path.of("..", "docs", "websocket.md"));
    try (Client anna = new Client()) {
      anna.welcome();
      int said = 0;
      for (String line : page.lines().filter(each -> each.startsWith("> ")).toList()) {
        anna.send(line.substring(2));
        said++;
      }
      List<String> answers = page.lines().filter(each -> each.startsWith("< ")).skip(1).toList();
      assertEquals(said, answers.size());
      Set<String> expected = new HashSet<>();
      Set<String> heard = new HashSet<>();
      for (String answer : answers) {
        expected.add(answer.substring(2).replace('"', '\''));
        heard.add(anna.next());
      }
      assertEquals(expected, heard);
    }
  }

  @Test
  void reportsARefusedRequestAndContinues() throws Exception {
    try (Client anna = new Client()) {
      String id = anna.welcome();
      anna.says(
          "{'type':'join','room':'secret','id':1}",
          "{'type':'error','id':1,'message':'this room is not open to clients'}");
      anna.says(
          "{'type':'join','room':'" + id + "','id':2}",
          "{'type':'error','id':2,'message':'this room is not open to clients'}");
      anna.says("nonsense", "{'type':'error','message':'a message must be one JSON object'}");
      anna.says("{'type':'ping'}", "{'type':'pong'}");
    }
  }

  @Test
  void outlivesItsHeartbeatAndClosesWhatIsTooBigOrNoText() throws Exception {
    try (Client anna = new Client();
        Client bert = new Client()) {
      anna.welcome();
      bert.welcome();
      anna.send("{'type':'ping','x':'" + "x".repeat(3000) + "'}");
      assertEquals(1009, anna.closed.get(10, SECONDS));
      bert.socket.sendBinary(java.nio.ByteBuffer.wrap(new byte[] {1}), true).get(5, SECONDS);
      assertEquals(1003, bert.closed.get(10, SECONDS));
    }
    assertEquals(
        "", gateway.log().lines().filter(each -> each.contains("ERROR")).findAny().orElse(""));
  }

  @Test
  void acceptsOnlyItsSubprotocolAtItsPath() {
    assertEquals(400, refusal("/plain/", "other"));
    assertEquals(400, refusal("/plain/?namespace=/nope", "wsfleet.v1"));
    assertEquals(404, refusal("/ws", "wsfleet.v1"));
    assertEquals(404, refusal("/_wsfleet_plain", "wsfleet.v1"));
  }

  private int refusal(String path, String subprotocol) {
    try {
      open(path, subprotocol, new WebSocket.Listener() {}).join();
      return 101;
    } catch (CompletionException refused) {
      return ((WebSocketHandshakeException) refused.getCause()).getResponse().statusCode();
    }
  }

  private CompletableFuture<WebSocket> open(
      String path, String subprotocol, WebSocket.Listener listener) {
    return HttpClient.newHttpClient()
        .newWebSocketBuilder()
        .subprotocols(subprotocol)
        .buildAsync(URI.create("ws://127.0.0.1:" + gateway.port() + path), listener);
  }

  /** Keeps what it hears, with ' for ". */
  private final class Client implements WebSocket.Listener, AutoCloseable {
    private static final Pattern WELCOME =
        Pattern.compile("\\{'type':'welcome','socket':'(.{20})','maxPayload':2000}");
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();
    private final WebSocket socket;

    Client() {
      socket = open("/plain/", "wsfleet.v1", this).join();
      assertEquals("wsfleet.v1", socket.getSubprotocol());
    }

    String welcome() throws InterruptedException {
      Matcher welcome = WELCOME.matcher(next());
      assertTrue(welcome.matches());
      return welcome.group(1);
    }

    void says(String message, String answer) throws Exception {
      send(message);
      assertEquals(answer, next());
    }

    void send(String message) throws Exception {
      socket.sendText(message.replace('\'', '"'), true).get(5, SECONDS);
    }

    String next() throws InterruptedException {
      return String.valueOf(received.poll(10, SECONDS));
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        received.add(text.toString().replace('"', '\''));
        text.setLength(0);
      }
      from.request(1);
      return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
      closed.complete(status);
      return CompletableFuture.completedStage(null);
    }

    /** The connection broke, without a close frame that could be read. */
    @Override
    public void onError(WebSocket from, Throwable failure) {
      closed.complete(1006);
    }

    @Override
    public void close() {
      socket.abort();
    }
  }
}
