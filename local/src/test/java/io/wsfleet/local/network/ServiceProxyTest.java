package io.wsfleet.local.network;

import static io.wsfleet.local.Yaml.yaml;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.channel.nio.NioEventLoopGroup;
import io.wsfleet.local.api.Registry;
import io.wsfleet.local.api.WriteOptions;
import io.wsfleet.local.model.Kinds;
import io.wsfleet.local.model.Ref;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A Service before a pod that is this test. */
class ServiceProxyTest {
  private static final WriteOptions BY_US = WriteOptions.by("test");
  private static final Ref ENDPOINTS = Kinds.ENDPOINTS.ref("default", "web");
  private static final String SERVICE = "127.98.128.1";
  private static final int PORT = 6379;
  private static final int TIMEOUT_MILLIS = 10_000;

  private final NioEventLoopGroup loops = new NioEventLoopGroup(1);
  private final Registry registry =
      new Registry("127.98.128.", NodePorts::isFree, InstantSource.system(), new Random(1));
  private final Set<Integer> held = ConcurrentHashMap.newKeySet();
  private final List<String> complaints = new ArrayList<>();
  private final ServiceProxy network =
      new ServiceProxy(registry, loops, InstantSource.system(), held, complaints::add);
  private ServerSocket pod;

  @BeforeEach
  void start() throws Exception {
    pod = new ServerSocket(0, 50, InetAddress.getByName("127.98.1.1"));
    pod.setSoTimeout(TIMEOUT_MILLIS);
    registry.create(Kinds.NAMESPACE, "", yaml("{metadata: {name: default}}"), BY_US);
    registry.create(Kinds.ENDPOINTS, "default", yaml("{metadata: {name: web}}"), BY_US);
  }

  @AfterEach
  void stop() throws Exception {
    network.close();
    pod.close();
    loops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
  }

  @Test
  void refusesConnectionsWhileThereIsNoEndpoint() throws Exception {
    service("{selector: {app: web}, ports: [{port: 6379}]}");
    network.sync();
    assertThrows(ConnectException.class, () -> new Socket(SERVICE, PORT));
    endpoint(true);
    try (Socket client = new Socket(SERVICE, PORT);
        Socket served = pod.accept()) {
      endpoint(false);
      assertThrows(ConnectException.class, () -> new Socket(SERVICE, PORT));
      assertPasses(client, served, "the connection that was there stays");
      endpoint(true);
      new Socket(SERVICE, PORT).close();
      assertPasses(client, served, "and goes on to stay");
    }
    assertEquals(List.of(), complaints);
  }

  @Test
  void keepsANodePortFromOtherProgramsWhileThereIsNoEndpointAndResetsWhoConnects()
      throws Exception {
    service("{type: NodePort, selector: {app: web}, ports: [{port: 6379}]}");
    int nodePort =
        registry
            .get(Kinds.SERVICE.ref("default", "web"))
            .orElseThrow()
            .at("/spec/ports/0/nodePort")
            .asInt();
    network.sync();
    try (Socket client = new Socket("127.0.0.1", nodePort)) {
      client.setSoTimeout(TIMEOUT_MILLIS);
      assertThrows(SocketException.class, () -> client.getInputStream().read());
    }
    assertEquals(false, NodePorts.isFree(nodePort));
    assertEquals(Set.of(nodePort), held);
  }

  private static void assertPasses(Socket from, Socket to, String words) throws IOException {
    to.setSoTimeout(TIMEOUT_MILLIS);
    from.getOutputStream().write(words.getBytes(StandardCharsets.UTF_8));
    assertEquals(
        words, new String(to.getInputStream().readNBytes(words.length()), StandardCharsets.UTF_8));
  }

  private void service(String spec) {
    registry.create(
        Kinds.SERVICE, "default", yaml("{metadata: {name: web}, spec: " + spec + "}"), BY_US);
  }

  private void endpoint(boolean there) throws InterruptedException {
    ObjectNode subsets =
        yaml(
            there
                ? "{subsets: [{addresses: [{ip: 127.98.1.1}], ports: [{port: %d}]}]}"
                    .formatted(pod.getLocalPort())
                : "{subsets: []}");
    registry.update(ENDPOINTS, object -> object.setAll(subsets), BY_US);
    network.sync();
  }
}
