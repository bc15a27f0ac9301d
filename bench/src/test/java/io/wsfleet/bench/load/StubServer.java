package io.wsfleet.bench.load;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Socket.IO server for the events of the benchmark, which makes mistakes on demand. */
final class StubServer implements AutoCloseable {

  /** How many times a delivery is made; the correct number is one. */
  interface DeliveryFault {
    int times(int delivery);
  }

  private static final Pattern EVENT = Pattern.compile("42(\\d*)\\[\"(\\w+)\",\"(.*)\"\\]");

  private final ServerSocket server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<Socket, Set<String>> members = new ConcurrentHashMap<>();
  private final DeliveryFault deliveryFault;
  private final AtomicInteger deliveries = new AtomicInteger();

  StubServer(DeliveryFault deliveryFault) {
    this.deliveryFault = deliveryFault;
    try {
      this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  InetSocketAddress address() {
    return new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : members.keySet()) {
      socket.close();
    }
    threads.shutdownNow();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        members.put(socket, ConcurrentHashMap.newKeySet());
        threads.execute(() -> serve(socket));
      }
    } catch (IOException | RejectedExecutionException closed) {
      // The test is over.
    }
  }

  private void serve(Socket socket) {
    try {
      var in = new DataInputStream(socket.getInputStream());
      skipRequest(in);
      socket
          .getOutputStream()
          .write("HTTP/1.1 101 Upgraded\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      send(socket, "0{\"sid\":\"x\"}");
      while (true) {
        handle(socket, read(in));
      }
    } catch (IOException gone) {
      members.remove(socket);
    }
  }

  private void handle(Socket socket, String packet) throws IOException {
    Matcher event = EVENT.matcher(packet);
    if (packet.equals("40")) {
      send(socket, "40{\"sid\":\"y\"}");
    } else if (event.matches()) {
      String ack = "43" + event.group(1);
      String argument = event.group(3);
      switch (event.group(2)) {
        case "say" -> deliver("42[\"said\",\"" + argument + "\"]", "");
        case "tell" -> deliver("42[\"told\",\"" + argument + "\"]", argument.split("\"", 2)[0]);
        case "enter" -> {
          members.get(socket).add(argument);
          send(socket, ack + "[]");
        }
        case "echo" -> {
          for (int time = deliveryFault.times(deliveries.getAndIncrement()); time > 0; time--) {
            send(socket, ack + "[\"" + argument + "\"]");
          }
        }
        default -> throw new IllegalStateException(packet);
      }
    }
  }

  private synchronized void deliver(String packet, String room) throws IOException {
    for (var member : members.entrySet()) {
      if (room.isEmpty() || member.getValue().contains(room)) {
        for (int time = deliveryFault.times(deliveries.getAndIncrement()); time > 0; time--) {
          send(member.getKey(), packet);
        }
      }
    }
  }

  private static void send(Socket socket, String text) throws IOException {
    var frame = new ByteArrayOutputStream();
    frame.write(0x81);
    if (text.length() < 126) {
      frame.write(text.length());
    } else {
      frame.write(126);
      frame.write(text.length() >> 8);
      frame.write(text.length());
    }
    frame.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    synchronized (socket) {
      socket.getOutputStream().write(frame.toByteArray());
    }
  }

  private static void skipRequest(DataInputStream in) throws IOException {
    var request = new StringBuilder();
    while (request.indexOf("\r\n\r\n") < 0) {
      request.append((char) in.readUnsignedByte());
    }
  }

  private static String read(DataInputStream in) throws IOException {
    in.readUnsignedByte();
    int length = in.readUnsignedByte() & 0x7f;
    length = length == 126 ? in.readUnsignedShort() : length;
    byte[] mask = in.readNBytes(4);
    byte[] text = in.readNBytes(length);
    for (int at = 0; at < text.length; at++) {
      text[at] ^= mask[at & 3];
    }
    return new String(text, StandardCharsets.US_ASCII);
  }
}
