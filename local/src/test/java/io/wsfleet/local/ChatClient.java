package io.wsfleet.local;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** The least that a Socket.IO client does, over a websocket. */
final class ChatClient implements AutoCloseable, WebSocket.Listener {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final List<String> received = new CopyOnWriteArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private final WebSocket socket;

  ChatClient(String host, int port) {
    socket =
        HTTP.newWebSocketBuilder()
            .buildAsync(
                URI.create("ws://" + host + ":" + port + "/socket.io/?EIO=4&transport=websocket"),
                this)
            .join();
    socket.sendText("40", true).join();
  }

  boolean isConnected() {
    return received.stream().anyMatch(packet -> packet.startsWith("40{"));
  }

  void send(String words) {
    socket.sendText("42[\"say\",\"" + words + "\"]", true).join();
  }

  long heard(String words) {
    String said = "42[\"said\",\"" + words + "\"]";
    return received.stream().filter(said::equals).count();
  }

  @Override
  public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
    text.append(data);
    if (last) {
      String packet = text.toString();
      text.setLength(0);
      received.add(packet);
      if (packet.equals("2")) {
        socket.sendText("3", true);
      }
    }
    socket.request(1);
    return null;
  }

  @Override
  public void close() {
    socket.abort();
  }
}
