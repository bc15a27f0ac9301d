package io.wsfleet.gateway.bootstrap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.wsfleet.gateway.GatewayServer;
import io.wsfleet.gateway.bus.BusState;
import io.wsfleet.gateway.config.InvalidSettingException;
import io.wsfleet.testing.FreePorts;
import io.wsfleet.testing.InsecureTrustManager;
import io.wsfleet.testing.RawClient;
import io.wsfleet.testing.TestCertificateAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.embedded.RedisServer;
import redis.embedded.core.ExecutableProvider;

/** Gateways that speak TLS to a real Redis and to each other, with files that change. */
class MultiGatewayTlsTest {
  @TempDir private Path folder;

  private final TestCertificateAuthority authority = new TestCertificateAuthority("one");
  private final List<GatewayServer> gateways = new ArrayList<>();
  private final List<RawClient> clients = new ArrayList<>();
  private final List<Integer> peerPorts = new ArrayList<>();
  private int redisPort;
  private RedisServer redis;

  @BeforeEach
  void startRedis() throws Exception {
    assumeTrue(knowsTls(), "the redis-server of this machine knows no TLS");
    redisPort = FreePorts.free("127.0.0.1");
    Path files = write("redis", authority.issue("127.0.0.1"), authority.pem());
    redis =
        RedisServer.newRedisServer()
            .bind("127.0.0.1")
            .port(FreePorts.free("127.0.0.1"))
            .setting("tls-port " + redisPort)
            .setting("tls-cert-file " + files.resolve("tls.crt"))
            .setting("tls-key-file " + files.resolve("tls.key"))
            .setting("tls-ca-cert-file " + files.resolve("ca.crt"))
            .setting("tls-auth-clients no")
            .build();
    redis.start();
  }

  @AfterEach
  void stop() throws Exception {
    for (RawClient client : clients) {
      client.close();
    }
    for (GatewayServer gateway : gateways) {
      gateway.close();
    }
    if (redis != null) {
      redis.stop();
    }
  }

  @Test
  void forwardsRequestsBetweenGatewaysByTls() throws Exception {
    fleet(write("own", authority.issue("gateway"), authority.pem()));
    RawClient here = keep(RawClient.connected(gateways.get(0).port()));
    RawClient there = keep(RawClient.connected(gateways.get(1).port()));
    here.send("42[\"say\",\"hello\"]");
    assertEquals("42[\"said\",\"hello\"]", there.text());

    String session = session(gateways.get(0));
    assertEquals("ok", post(gateways.get(1), session, "40"));
    RawClient upgraded = keep(websocket(gateways.get(1), session));
    upgraded.send("2probe");
    assertEquals("3probe", upgraded.text());
    assertEquals(1, gateways.get(1).gateway().forwarding().tunnels());
  }

  @Test
  void nobodyWithoutACertificateOfTheFleetsAuthorityComesInBesideIt() throws Exception {
    fleet(write("own", authority.issue("gateway"), authority.pem()));
    int port = peerPorts.get(0);
    assertTrue(answers(port, authority.issue("gateway")));
    assertThrows(IOException.class, () -> answers(port, null));
    assertThrows(
        IOException.class,
        () -> answers(port, new TestCertificateAuthority("other").issue("gateway")));
  }

  @Test
  void rejectsARedisOfAnotherAuthority() throws Exception {
    TestCertificateAuthority other = new TestCertificateAuthority("other");
    GatewayServer gateway = start(write("own", other.issue("gateway"), other.pem()));
    await()
        .during(Duration.ofSeconds(1))
        .atMost(Duration.ofSeconds(5))
        .until(() -> gateway.gateway().bus().state() == BusState.CONNECTING);
    write("own", authority.issue("gateway"), other.pem() + authority.pem());
    await().until(() -> gateway.gateway().isReady());
  }

  @Test
  void rejectsARedisOfAnotherName() throws Exception {
    GatewayServer gateway =
        start(write("own", authority.issue("gateway"), authority.pem()), "localhost");
    await()
        .during(Duration.ofSeconds(1))
        .atMost(Duration.ofSeconds(5))
        .until(() -> gateway.gateway().bus().state() == BusState.CONNECTING);
  }

  @Test
  void reloadsCertificatesOfANewAuthorityAndKeepsConnections() throws Exception {
    Path files = write("own", authority.issue("gateway"), authority.pem());
    fleet(files);
    String session = session(gateways.get(0));
    assertEquals("ok", post(gateways.get(1), session, "40"));
    RawClient tunnelled = keep(websocket(gateways.get(1), session));
    tunnelled.send("2probe");
    assertEquals("3probe", tunnelled.text());
    tunnelled.send("5");

    TestCertificateAuthority next = new TestCertificateAuthority("two");
    TestCertificateAuthority.IssuedCertificate issuedCertificate = next.issue("gateway");
    assertNotEquals(
        issuedCertificate.certificate(), served(peerPorts.get(0), authority.issue("gateway")));
    write("own", issuedCertificate, authority.pem() + next.pem());
    await()
        .until(
            () ->
                served(peerPorts.get(0), authority.issue("g"))
                    .equals(issuedCertificate.certificate()));
    await()
        .until(
            () ->
                served(peerPorts.get(1), authority.issue("g"))
                    .equals(issuedCertificate.certificate()));
    // Nobody who was there has noticed, and who comes is passed on with the new ones.
    tunnelled.send("42[\"all\",1]");
    assertEquals("42[\"all\",1]", afterPolling(tunnelled));
    String another = session(gateways.get(0));
    assertEquals("ok", post(gateways.get(1), another, "40"));
    assertEquals(BusState.CONNECTED, gateways.get(0).gateway().bus().state());
    write("own", issuedCertificate, next.pem());
    await().until(() -> isRefused(peerPorts.get(0)));
    assertEquals("ok", post(gateways.get(1), session(gateways.get(0)), "40"));
  }

  @Test
  void reportsTheMissingFile() throws Exception {
    Path files = write("own", authority.issue("gateway"), authority.pem());
    Files.delete(files.resolve("ca.crt"));
    InvalidSettingException wrong = assertThrows(InvalidSettingException.class, () -> start(files));
    assertTrue(wrong.getMessage().contains("ca.crt cannot be read"), wrong.getMessage());
  }

  @Test
  void aKeyThatIsNotThatOfTheCertificateStopsTheStart() throws Exception {
    Path files = write("own", authority.issue("gateway"), authority.pem());
    Files.writeString(files.resolve("tls.key"), authority.issue("gateway").keyPem());
    InvalidSettingException wrong = assertThrows(InvalidSettingException.class, () -> start(files));
    assertTrue(wrong.getMessage().contains("tls.key is not the key of tls.crt"));
  }

  @Test
  void filesThatDoNotFitEachOtherChangeNothing() throws Exception {
    TestCertificateAuthority.IssuedCertificate before = authority.issue("gateway");
    Path files = write("own", before, authority.pem());
    fleet(files);
    Files.writeString(files.resolve("tls.key"), authority.issue("gateway").keyPem());
    await()
        .during(Duration.ofSeconds(3))
        .atMost(Duration.ofSeconds(8))
        .until(() -> served(peerPorts.get(0), authority.issue("g")).equals(before.certificate()));
  }

  private static String afterPolling(RawClient client) throws IOException {
    String text = client.text();
    while (!text.startsWith("42")) {
      text = client.text();
    }
    return text;
  }

  private boolean isRefused(int port) {
    try {
      return !answers(port, authority.issue("gateway"));
    } catch (IOException refused) {
      return true;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private void fleet(Path files) throws Exception {
    start(files);
    start(files);
    await().until(() -> gateways.stream().allMatch(each -> each.gateway().isReady()));
  }

  private GatewayServer start(Path files) throws Exception {
    return start(files, "127.0.0.1");
  }

  private GatewayServer start(Path files, String redisHost) throws Exception {
    int peerPort = FreePorts.free("127.0.0.1");
    peerPorts.add(peerPort);
    GatewayServer gateway =
        GatewayServer.start(
            "WSFLEET_GATEWAY",
            "g" + gateways.size(),
            "WSFLEET_HOST",
            "127.0.0.1",
            "WSFLEET_TLS_FOLDER",
            files.toString(),
            "WSFLEET_PEER_PORT",
            String.valueOf(peerPort),
            "WSFLEET_EVENT_LOOPS",
            "2",
            "WSFLEET_REDIS_MASTER",
            redisHost + ":" + redisPort);
    gateways.add(gateway);
    return gateway;
  }

  private Path write(
      String name, TestCertificateAuthority.IssuedCertificate issuedCertificate, String authorities)
      throws IOException {
    Path files = Files.createDirectories(folder.resolve(name));
    Files.writeString(files.resolve("tls.crt"), issuedCertificate.certificatePem());
    Files.writeString(files.resolve("tls.key"), issuedCertificate.keyPem());
    Files.writeString(files.resolve("ca.crt"), authorities);
    return files;
  }

  private RawClient keep(RawClient client) {
    clients.add(client);
    return client;
  }

  private static String session(GatewayServer gateway) throws IOException {
    try (RawClient client = RawClient.connect(gateway.port())) {
      client.sendRequest("GET", "/socket.io/?EIO=4&transport=polling", "", new byte[0]);
      String body = client.readResponse(true).text();
      int start = body.indexOf("\"sid\":\"") + 7;
      return body.substring(start, start + 20);
    }
  }

  private static String post(GatewayServer gateway, String session, String packet)
      throws IOException {
    try (RawClient client = RawClient.connect(gateway.port())) {
      byte[] body = packet.getBytes(UTF_8);
      client.sendRequest(
          "POST",
          "/socket.io/?EIO=4&transport=polling&sid=" + session,
          "Content-Type: text/plain\r\nContent-Length: " + body.length + "\r\n",
          body);
      return client.readResponse(true).text();
    }
  }

  private static RawClient websocket(GatewayServer gateway, String session) throws IOException {
    RawClient client = RawClient.connect(gateway.port());
    client.upgrade("/socket.io/?EIO=4&transport=websocket&sid=" + session);
    return client;
  }

  private static X509Certificate served(int port, TestCertificateAuthority.IssuedCertificate own)
      throws Exception {
    try (SSLSocket socket = connect(port, own)) {
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  /** Whether a request there is answered at all. */
  private static boolean answers(int port, TestCertificateAuthority.IssuedCertificate own)
      throws Exception {
    try (SSLSocket socket = connect(port, own)) {
      socket.getOutputStream().write("GET /none HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(UTF_8));
      return socket.getInputStream().read() >= 0;
    }
  }

  private static SSLSocket connect(int port, TestCertificateAuthority.IssuedCertificate own)
      throws Exception {
    SSLContext context = InsecureTrustManager.sslContext(keys(own));
    SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port);
    socket.setSoTimeout(5000);
    socket.startHandshake();
    return socket;
  }

  private static KeyManager[] keys(TestCertificateAuthority.IssuedCertificate own)
      throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    if (own != null) {
      store.setKeyEntry("own", own.key(), new char[0], new X509Certificate[] {own.certificate()});
    }
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, new char[0]);
    return factory.getKeyManagers();
  }

  private static boolean knowsTls() throws IOException {
    Path server =
        ExecutableProvider.newJarResourceProvider(ExecutableProvider.newProvidedVersionsMap())
            .get()
            .toPath();
    Process process =
        new ProcessBuilder(server.toString(), "--port", "0", "--tls-port", "1")
            .redirectErrorStream(true)
            .start();
    return new String(process.getInputStream().readAllBytes(), UTF_8).contains("tls-cert-file");
  }
}
