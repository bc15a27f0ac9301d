package io.wsfleet.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Random;

/**
 * A TCP proxy on one port that forwards each new connection to a random one of its servers, as a
 * Kubernetes Service does. Existing connections stay where they are.
 */
public final class TcpProxy implements AutoCloseable {
  private final ServerSocket server;
  private final Random random = new Random();
  private volatile List<Integer> ports = List.of();

  public TcpProxy() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    inBackground(this::accept);
  }

  public int port() {
    return server.getLocalPort();
  }

  /** New connections go to one of these ports of this machine; to none if there is none. */
  public void forwardTo(List<Integer> servers) {
    ports = List.copyOf(servers);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = server.accept();
      List<Integer> now = ports;
      if (now.isEmpty()) {
        client.close();
      } else {
        connect(client, now.get(random.nextInt(now.size())));
      }
    }
  }

  private static void connect(Socket client, int port) throws IOException {
    try {
      Socket upstream = new Socket("127.0.0.1", port);
      client.setTcpNoDelay(true);
      upstream.setTcpNoDelay(true);
      inBackground(() -> pump(client, upstream));
      inBackground(() -> pump(upstream, client));
    } catch (IOException refused) {
      client.close();
    }
  }

  private static void pump(Socket from, Socket to) throws IOException {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] bytes = new byte[8192];
      for (int count = in.read(bytes); count > 0; count = in.read(bytes)) {
        out.write(bytes, 0, count);
      }
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void inBackground(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException over) {
                // Somebody has closed it.
              }
            });
    thread.setDaemon(true);
    thread.start();
  }
}
