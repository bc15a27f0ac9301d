package io.wsfleet.operator.gateway.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.wsfleet.contract.status.GatewayStatus;
import io.wsfleet.operator.tls.Certificates;
import io.wsfleet.testing.FreePorts;
import io.wsfleet.testing.TestCertificateAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Gateways at addresses of their own, all at one port, as pods have it. */
class GatewayStatusClientTest {

  private static final String FIRST = "127.66.1.1";
  private static final String SECOND = "127.66.1.2";

  private static final Duration PATIENCE = Duration.ofMillis(1500);

  private final List<HttpServer> servers = new ArrayList<>();
  private final ExecutorService executor = Executors.newFixedThreadPool(4);
  private final AtomicInteger answered = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private int port;
  private GatewayStatusClient reports;

  @BeforeEach
  void choosePort() {
    port = FreePorts.free(FIRST);
    reports =
        new GatewayStatusClient(
            executor,
            PATIENCE,
            port,
            new GatewayStatusClient.PollMetrics() {
              @Override
              public void recordSuccess() {
                answered.incrementAndGet();
              }

              @Override
              public void recordFailure() {
                failed.incrementAndGet();
              }
            });
  }

  @AfterEach
  void stop() {
    servers.forEach(s -> s.stop(0));
    executor.shutdownNow();
  }

  @Test
  void pollsOverTlsIfAnAuthorityOfTheFleetIssuedTheCertificate() throws Exception {
    var authority = new TestCertificateAuthority("one");
    var other = new TestCertificateAuthority("other");
    withTls(FIRST, authority.issue("gateway"), "{\"connections\":12}");
    var pods = List.of(pod("a", FIRST));
    assertEquals(
        Set.of(), reports.poll(pods, Set.of(), believing(other.certificate())).join().statuses());
    assertEquals(
        Set.of(report("a", 12)),
        reports
            .poll(pods, Set.of(), believing(other.certificate(), authority.certificate()))
            .join()
            .statuses());
    assertEquals(Set.of(), reports.poll(pods, Set.of(), null).join().statuses());
  }

  @Test
  void trustsNobodyWithoutAnAuthority() throws Exception {
    withTls(FIRST, new TestCertificateAuthority("one").issue("gateway"), "{\"connections\":12}");
    assertEquals(
        Set.of(),
        reports.poll(List.of(pod("a", FIRST)), Set.of(), Certificates.NONE).join().statuses());
  }

  /** One thread may begin the polls of many fleets whose gateways are behind a policy. */
  @Test
  void silentGatewaysBlockNoThread() throws Exception {
    try (var silent = new ServerSocket(port, 50, InetAddress.getByName(FIRST))) {
      long before = System.nanoTime();
      var polls =
          Stream.generate(() -> reports.poll(List.of(pod("a", FIRST)), Set.of(), null))
              .limit(24)
              .toList();
      assertTrue(
          System.nanoTime() - before < PATIENCE.toNanos(), "each would wait for " + PATIENCE);
      for (var poll : polls) {
        assertEquals(
            new GatewayStatusClient.Poll(Set.of(), false),
            poll.get(2 * PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
      }
      assertTrue(silent.isBound());
    }
  }

  private static Certificates believing(X509Certificate... authorities) {
    return new Certificates(null, List.of(authorities));
  }

  private void withTls(
      String address, TestCertificateAuthority.IssuedCertificate issuedCertificate, String answer)
      throws Exception {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "one",
        issuedCertificate.key(),
        new char[0],
        new X509Certificate[] {issuedCertificate.certificate()});
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, new char[0]);
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    var server = HttpsServer.create(new InetSocketAddress(address, port), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext(
        "/status",
        exchange -> {
          exchange.sendResponseHeaders(200, answer.length());
          exchange.getResponseBody().write(answer.getBytes(StandardCharsets.UTF_8));
          exchange.close();
        });
    server.start();
    servers.add(server);
  }

  private Set<PolledGateway> ask(List<Pod> pods, Set<PolledGateway> former) {
    return reports.poll(pods, former, null).join().statuses();
  }

  @Test
  void pollsEachGateway() throws IOException {
    gateway(FIRST, 200, "{\"gateway\":\"a\",\"connections\":12,\"bus\":\"Connected\"}");
    gateway(SECOND, 200, "{\"connections\":3}");
    assertEquals(
        Set.of(report("a", 12), report("b", 3)),
        ask(List.of(pod("a", FIRST), pod("b", SECOND)), Set.of()));
    assertEquals(2, answered.get());
  }

  @Test
  void keepsTheLastStatusOfAGatewayThatDoesNotAnswer() throws IOException {
    gateway(FIRST, 200, "{\"connections\":12}");
    assertEquals(
        Set.of(report("a", 12), report("b", 7)),
        ask(List.of(pod("a", FIRST), pod("b", SECOND)), Set.of(report("a", 1), report("b", 7))));
    assertEquals(1, failed.get());
  }

  @Test
  void hasNoStatusOfAGatewayThatNeverAnswered() {
    assertEquals(Set.of(), ask(List.of(pod("a", FIRST)), Set.of()));
  }

  @Test
  void keepsTheLastStatusAfterAMalformedResponse() throws IOException {
    for (var nonsense :
        List.of("", "no", "[]", "{}", "{\"connections\":-1}", "{\"connections\":")) {
      var server = gateway(FIRST, 200, nonsense);
      assertEquals(
          Set.of(report("a", 7)), ask(List.of(pod("a", FIRST)), Set.of(report("a", 7))), nonsense);
      server.stop(0);
    }
  }

  @Test
  void keepsTheLastStatusAfterAnError() throws IOException {
    gateway(FIRST, 503, "{\"connections\":0}");
    assertEquals(Set.of(report("a", 7)), ask(List.of(pod("a", FIRST)), Set.of(report("a", 7))));
  }

  @Test
  void limitsTheSizeOfAResponse() throws IOException {
    gateway(FIRST, 200, "{\"connections\":1,\"x\":\"" + "x".repeat(1_000_000) + "\"}");
    assertEquals(Set.of(), ask(List.of(pod("a", FIRST)), Set.of()));
  }

  @Test
  void limitsTheTimeOfAResponse() throws Exception {
    try (var listening = new ServerSocket(port, 1, InetAddress.getByName(FIRST))) {
      var hungUp = executor.submit(() -> stallUntilTheOtherSideHangsUp(listening));
      assertEquals(Set.of(), ask(List.of(pod("a", FIRST)), Set.of()));
      assertEquals(true, hungUp.get(30, TimeUnit.SECONDS));
    }
    assertEquals(1, failed.get());
  }

  @Test
  void countsOnlyRecentHeartbeats() throws IOException {
    assertEquals(
        Set.of("a", "b"),
        hears(
            "{\"connections\":1,\"heartbeatSeconds\":5,"
                + "\"heartbeatAges\":{\"a\":1,\"b\":15000,\"c\":15001}}"));
  }

  @Test
  void readsTheHeartbeatsOfAGatewayOfTheFormerVersion() throws IOException {
    assertEquals(
        Set.of("a", "b"),
        hears(
            "{\"connections\":1,\"canarySeconds\":5,\"heard\":{\"a\":1,\"b\":15000,\"c\":15001}}"));
  }

  @Test
  void aGatewayThatReportsNoHeartbeatsReceivesNone() throws IOException {
    assertEquals(Set.of(), hears("{\"connections\":1}"));
    assertEquals(
        Set.of(), hears("{\"connections\":1,\"heartbeatSeconds\":5,\"heartbeatAges\":{}}"));
    assertEquals(Set.of(), hears("{\"connections\":1,\"heartbeatAges\":{\"a\":1}}"));
  }

  @Test
  void forgetsAGatewayThatIsGone() {
    assertEquals(Set.of(), ask(List.of(), Set.of(report("gone", 7))));
  }

  private HttpServer gateway(String address, int code, String answer) throws IOException {
    var server = HttpServer.create(new InetSocketAddress(address, port), 0);
    server.createContext(
        "/status",
        exchange -> {
          var body = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(code, body.length == 0 ? -1 : body.length);
          try (exchange) {
            exchange.getResponseBody().write(body);
          }
        });
    server.start();
    servers.add(server);
    return server;
  }

  private static boolean stallUntilTheOtherSideHangsUp(ServerSocket listening) throws IOException {
    try (var socket = listening.accept()) {
      socket
          .getOutputStream()
          .write(
              "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{".getBytes(StandardCharsets.UTF_8));
      socket.getInputStream().readAllBytes();
      return true;
    }
  }

  private static Set<String> hears(String answer) throws IOException {
    return PolledGateway.of(
            "a", "uid-a", GatewayStatus.parse(answer.getBytes(StandardCharsets.UTF_8)))
        .heartbeatsFrom();
  }

  private static Pod pod(String name, String address) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .withUid("uid-" + name)
        .endMetadata()
        .withNewStatus()
        .withPodIP(address)
        .endStatus()
        .build();
  }

  private static PolledGateway report(String pod, int connections) {
    return new PolledGateway(pod, "uid-" + pod, connections, Set.of());
  }
}
