package io.wsfleet.e2e.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;

/**
 * An Engine.IO 4 client that sends each request to a random gateway, as behind a load balancer
 * without affinity.
 */
public final class RandomRouteClient implements AutoCloseable {

  private static final String SEPARATOR = "\u001e";
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build();
  private final List<String> gateways;
  private final Random random;
  private final List<String> messages = new CopyOnWriteArrayList<>();
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final Thread poller = new Thread(this::poll, "random-route-client");
  private final String sid;
  private volatile boolean stopped;
  private volatile WebSocket websocket;
  private volatile boolean probed;

  private RandomRouteClient(List<String> gateways, long seed) {
    this.gateways = gateways;
    this.random = new Random(seed);
    String open = request(HttpRequest.newBuilder(uri("polling", "")).GET());
    this.sid = open.replaceFirst(".*\"sid\":\"([^\"]+)\".*", "$1");
  }

  /** Opens a session and joins the main namespace. */
  public static RandomRouteClient connect(List<String> gateways, long seed) {
    RandomRouteClient randomRouteClient = new RandomRouteClient(gateways, seed);
    randomRouteClient.poller.setDaemon(true);
    randomRouteClient.poller.start();
    randomRouteClient.send("40");
    Awaitility.await("the client has joined")
        .atMost(TIMEOUT)
        .until(() -> randomRouteClient.messages.stream().anyMatch(each -> each.startsWith("40")));
    return randomRouteClient;
  }

  /** Sends packets by POST and waits for the response; a session has one POST at a time. */
  public synchronized void send(String... packets) {
    WebSocket upgraded = websocket;
    if (upgraded == null) {
      String body = String.join(SEPARATOR, packets);
      String answer =
          request(
              HttpRequest.newBuilder(uri("polling", sid))
                  .POST(HttpRequest.BodyPublishers.ofString(body)));
      if (!answer.equals("ok")) throw new AssertionError("a POST was answered with " + answer);
      return;
    }
    for (String packet : packets) upgraded.sendText(packet, true).join();
  }

  /** Upgrades to a websocket at a random gateway. */
  public void upgrade() throws InterruptedException {
    URI uri = URI.create(uri("websocket", sid).toString().replaceFirst("^http", "ws"));
    WebSocket probing = http.newWebSocketBuilder().buildAsync(uri, new MessageListener()).join();
    probing.sendText("2probe", true).join();
    Awaitility.await("the websocket works").atMost(TIMEOUT).until(() -> probed);
    // The last GET is answered, so that nothing is on its way when we change over.
    stopped = true;
    poller.join(TIMEOUT.toMillis());
    synchronized (this) {
      probing.sendText("5", true).join();
      websocket = probing;
    }
  }

  /** The messages in the order of their arrival. */
  public List<String> messages() {
    return messages;
  }

  /** Errors so far. */
  public List<String> failures() {
    return failures;
  }

  @Override
  public void close() {
    stopped = true;
    WebSocket upgraded = websocket;
    if (upgraded != null) {
      upgraded.abort();
    } else {
      send("1");
    }
  }

  private void poll() {
    try {
      while (!stopped) {
        String answer = request(HttpRequest.newBuilder(uri("polling", sid)).GET());
        for (String packet : answer.split(SEPARATOR, -1)) onPacket(packet);
      }
    } catch (RuntimeException | AssertionError failure) {
      if (!stopped) failures.add(failure.toString());
    }
  }

  private void onPacket(String packet) {
    if (packet.equals("2")) {
      send("3");
    } else if (packet.equals("3probe")) {
      probed = true;
    } else if (packet.startsWith("4")) {
      messages.add(packet);
    } else if (!packet.equals("6")) {
      failures.add("an unexpected packet: " + packet);
    }
  }

  private String request(HttpRequest.Builder request) {
    HttpResponse<String> answer =
        http.sendAsync(
                request.timeout(Duration.ofSeconds(60)).build(),
                HttpResponse.BodyHandlers.ofString())
            .join();
    if (answer.statusCode() != 200) {
      throw new AssertionError(
          answer.uri() + " was answered with " + answer.statusCode() + " " + answer.body());
    }
    return answer.body();
  }

  private URI uri(String transport, String session) {
    String gateway;
    synchronized (random) {
      gateway = gateways.get(random.nextInt(gateways.size()));
    }
    return URI.create(
        gateway
            + "/socket.io/?EIO=4&transport="
            + transport
            + (session.isEmpty() ? "" : "&sid=" + session));
  }

  private final class MessageListener implements WebSocket.Listener {
    private final StringBuilder partial = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      partial.append(data);
      if (last) {
        onPacket(partial.toString());
        partial.setLength(0);
      }
      from.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
      failures.add("the websocket was closed: " + status + " " + reason);
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      failures.add("the websocket broke: " + error);
    }
  }
}
