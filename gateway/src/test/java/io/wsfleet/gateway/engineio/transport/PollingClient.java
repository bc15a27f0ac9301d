package io.wsfleet.gateway.engineio.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wsfleet.testing.RawClient;
import io.wsfleet.testing.RawClient.Response;
import java.io.IOException;

/**
 * A client on polling that says exactly what it is told to: one connection for GETs, one for POSTs.
 */
final class PollingClient implements AutoCloseable {
  private final int port;
  private final int eio;
  private final RawClient gets;
  private final RawClient posts;
  private final Response openResponse;
  private final String sid;

  private PollingClient(int port, int eio, String query) throws IOException {
    this.port = port;
    this.eio = eio;
    gets = RawClient.connect(port);
    posts = RawClient.connect(port);
    gets.sendRequest(
        "GET", "/socket.io/?EIO=" + eio + "&transport=polling" + query, "", new byte[0]);
    openResponse = gets.readResponse(true);
    String body = openResponse.text();
    int start = body.indexOf("\"sid\":\"") + 7;
    sid = body.substring(start, start + 20);
  }

  static PollingClient open(int port) throws IOException {
    return new PollingClient(port, 4, "");
  }

  static PollingClient legacy(int port, String query) throws IOException {
    return new PollingClient(port, 3, query);
  }

  static PollingClient connected(int port) throws IOException {
    PollingClient client = open(port);
    client.post("40");
    client.get();
    return client;
  }

  Response openResponse() {
    return openResponse;
  }

  String sid() {
    return sid;
  }

  String uri() {
    return "/socket.io/?EIO=" + eio + "&transport=polling&sid=" + sid;
  }

  /** A GET that waits for its answer, with {@link #readResponse}. */
  void poll(String... headers) throws IOException {
    gets.sendRequest("GET", uri(), String.join("", headers), new byte[0]);
  }

  Response readResponse() throws IOException {
    return gets.readResponse(true);
  }

  /** The body of the next GET. */
  String get() throws IOException {
    poll();
    return readResponse().text();
  }

  Response post(String body) throws IOException {
    return post("text/plain;charset=UTF-8", body.getBytes(UTF_8));
  }

  Response post(String type, byte[] body) throws IOException {
    posts.sendRequest(
        "POST",
        uri(),
        "Content-Type: " + type + "\r\nContent-Length: " + body.length + "\r\n",
        body);
    return posts.readResponse(true);
  }

  /** Some other request of the session, on a connection of its own. */
  Response request(String method, String uri) throws IOException {
    try (RawClient other = RawClient.connect(port)) {
      other.sendRequest(method, uri, "", new byte[0]);
      return other.readResponse(!method.equals("HEAD"));
    }
  }

  /** A websocket for the session. */
  RawClient websocket(String... headers) throws IOException {
    RawClient websocket = RawClient.connect(port);
    websocket.upgrade(uri().replace("transport=polling", "transport=websocket"), headers);
    return websocket;
  }

  /** Ends the connection on which GETs are. */
  void abort() throws IOException {
    gets.close();
  }

  @Override
  public void close() throws IOException {
    gets.close();
    posts.close();
  }
}
