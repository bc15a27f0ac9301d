package io.wsfleet.gateway.bus.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Random;

/**
 * An address that never changes, with servers behind it that do: a Service. Who is connected stays
 * connected to where he is, whatever comes later.
 */
final class Switchboard implements AutoCloseable {
  private final ServerSocket door;
  private final Random random = new Random();
  private volatile List<Integer> ports = List.of();

  Switchboard() throws IOException {
    door = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    inBackground(this::accept);
  }

  Address address() {
    return new Address("127.0.0.1", door.getLocalPort());
  }

  void pointAt(List<RedisServers.Node> nodes) {
    ports = nodes.stream().map(RedisServers.Node::port).toList();
  }

  @Override
  public void close() throws IOException {
    door.close();
  }

  private void accept() throws IOException {
    while (true) {
      Socket near = door.accept();
      List<Integer> now = ports;
      if (now.isEmpty()) {
        near.close();
      } else {
        connect(near, now.get(random.nextInt(now.size())));
      }
    }
  }

  private static void connect(Socket near, int port) throws IOException {
    try {
      Socket far = new Socket("127.0.0.1", port);
      near.setTcpNoDelay(true);
      far.setTcpNoDelay(true);
      inBackground(() -> pump(near, far));
      inBackground(() -> pump(far, near));
    } catch (IOException refused) {
      near.close();
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
