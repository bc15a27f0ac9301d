package io.wsfleet.local.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.nio.NioEventLoopGroup;
import io.wsfleet.local.network.ServiceLoadBalancer.Endpoint;
import io.wsfleet.testing.FreePorts;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ForwarderTest {
  private static final int TIMEOUT_MILLIS = 10_000;

  private final NioEventLoopGroup loops = new NioEventLoopGroup(1);
  private final ServiceLoadBalancer serviceLoadBalancer = new ServiceLoadBalancer();
  private ServerSocket pod;
  private Forwarder forwarder;
  private int port;

  @BeforeEach
  void start() throws Exception {
    pod = new ServerSocket(0, 50, InetAddress.getByName("127.99.3.1"));
    serviceLoadBalancer.update(List.of(new Endpoint("127.99.3.1", pod.getLocalPort())), null);
    port = FreePorts.free("127.99.3.2");
    forwarder =
        new Forwarder(
            new InetSocketAddress("127.99.3.2", port),
            serviceLoadBalancer,
            loops,
            InstantSource.system());
  }

  @AfterEach
  void stop() throws Exception {
    forwarder.close();
    pod.close();
    loops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
  }

  @Test
  void leavesTheOtherDirectionOpenWhenOneEnds() throws Exception {
    try (Socket client = connect();
        Socket served = accept()) {
      client.getOutputStream().write("question".getBytes(StandardCharsets.UTF_8));
      client.shutdownOutput();
      assertEquals("question", text(served.getInputStream().readAllBytes()));
      served.getOutputStream().write("answer".getBytes(StandardCharsets.UTF_8));
      served.shutdownOutput();
      assertEquals("answer", text(client.getInputStream().readAllBytes()));
    }
  }

  @Test
  void refusesFromTheMomentItIsClosed() throws Exception {
    for (int i = 0; i < 300; i++) {
      forwarder.close();
      assertThrows(ConnectException.class, this::connect, "closed for the " + i + "th time");
      forwarder =
          new Forwarder(
              new InetSocketAddress("127.99.3.2", port),
              serviceLoadBalancer,
              loops,
              InstantSource.system());
    }
  }

  @Test
  void passesMuchOnUnchangedThoughTheReaderIsSlow() throws Exception {
    byte[] sent = new byte[8 * 1024 * 1024];
    new Random(1).nextBytes(sent);
    try (Socket client = connect();
        Socket served = accept()) {
      CompletableFuture<Void> sending =
          CompletableFuture.runAsync(
              () -> {
                try {
                  client.getOutputStream().write(sent);
                  client.shutdownOutput();
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });
      assertArrayEquals(sent, served.getInputStream().readAllBytes());
      sending.get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void endsTheClientWhenThePodIsGone() throws Exception {
    try (Socket client = connect()) {
      accept().close();
      assertEquals(-1, read(client));
    }
  }

  @Test
  void refusesAConnectionWhenNobodyServes() throws Exception {
    serviceLoadBalancer.update(List.of(), null);
    try (Socket client = connect()) {
      assertEquals(-1, read(client));
    }
    serviceLoadBalancer.update(
        List.of(new Endpoint("127.99.3.1", FreePorts.free("127.99.3.2"))), null);
    try (Socket client = connect()) {
      assertEquals(-1, read(client));
    }
  }

  @Test
  void keepsConnectionsWhenItStopsListening() throws Exception {
    try (Socket client = connect();
        Socket served = accept()) {
      forwarder.close();
      client.getOutputStream().write(7);
      assertEquals(7, served.getInputStream().read());
      assertTrue(NodePorts.isFree("127.99.3.2", port));
    }
  }

  private static int read(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read();
    } catch (SocketException e) {
      return -1;
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket("127.99.3.2", port);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    return socket;
  }

  private Socket accept() throws IOException {
    pod.setSoTimeout(TIMEOUT_MILLIS);
    Socket socket = pod.accept();
    socket.setSoTimeout(TIMEOUT_MILLIS);
    return socket;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
