package io.wsfleet.e2e.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A load balancer that sends each request to the next gateway. It makes gateways close the
 * connection after the response, so that the client opens another one for its next request.
 */
public final class RoundRobinBalancer implements AutoCloseable {

  private final List<URI> gateways;
  private final ServerSocket server;
  private final AtomicInteger next = new AtomicInteger();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  private RoundRobinBalancer(List<String> gateways) throws IOException {
    this.gateways = gateways.stream().map(URI::create).toList();
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  public static RoundRobinBalancer inFrontOf(List<String> gateways) {
    try {
      return new RoundRobinBalancer(gateways);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String url() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  /** How many requests it gave to gateways. */
  public int requests() {
    return next.get();
  }

  @Override
  public void close() throws IOException {
    server.close();
    sockets.forEach(RoundRobinBalancer::close);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        start(() -> serve(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    URI gateway = gateways.get(next.getAndIncrement() % gateways.size());
    try (client;
        Socket server = new Socket(gateway.getHost(), gateway.getPort())) {
      sockets.add(client);
      sockets.add(server);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      server.getOutputStream().write(withConnectionClose(head(client.getInputStream())));
      Thread answering = start(() -> copy(server, client));
      copy(client, server);
      answering.join();
    } catch (IOException gone) {
      // One of both has had enough.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      sockets.remove(client);
    }
  }

  private static byte[] head(InputStream in) throws IOException {
    var head = new ByteArrayOutputStream();
    while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) throw new IOException("no request");
      head.write(next);
    }
    return head.toByteArray();
  }

  private static byte[] withConnectionClose(byte[] head) {
    return new String(head, ISO_8859_1)
        .replaceFirst("(?i)\r\nConnection: keep-alive\r\n", "\r\nConnection: close\r\n")
        .getBytes(ISO_8859_1);
  }

  private static void copy(Socket from, Socket to) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[65536];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        out.write(buffer, 0, read);
        out.flush();
      }
    } catch (IOException gone) {
      // The other direction ends with it.
    }
    close(from);
    close(to);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Thread start(Runnable action) {
    Thread thread = new Thread(action, "round-robin");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
