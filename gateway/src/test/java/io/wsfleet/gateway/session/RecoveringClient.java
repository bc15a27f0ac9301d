package io.wsfleet.gateway.session;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wsfleet.gateway.GatewayServer;
import io.wsfleet.testing.RawClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A client that keeps what it needs to recover, like the client library: events that come before
 * the connect packet wait, across reconnects, and their offsets count only once they are emitted.
 */
final class RecoveringClient implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<JsonNode> received = new ArrayList<>();
  private final List<String> pending = new ArrayList<>();
  private RawClient client;
  private String sid;
  private String pid;
  private String offset;

  static RecoveringClient connected(GatewayServer gateway) throws IOException {
    RecoveringClient recoveringClient = new RecoveringClient();
    recoveringClient.connect(gateway, "40");
    return recoveringClient;
  }

  /** Reconnects, and returns whether it recovered. The old connection stays as it is. */
  boolean reconnect(GatewayServer gateway) throws IOException {
    return reconnect(gateway, connectPacket());
  }

  boolean reconnect(GatewayServer gateway, String packet) throws IOException {
    String before = pid;
    connect(gateway, packet);
    return pid.equals(before);
  }

  /** Reconnects with the smallest window that there is, and reads the connect packet alone. */
  boolean reconnectSlowly(GatewayServer gateway) throws IOException {
    String before = pid;
    client = RawClient.withSmallReceiveBuffer(gateway.port());
    client.open(RawClient.V4);
    client.send(connectPacket());
    while (!receive(client.text())) {}
    return pid.equals(before);
  }

  /** Reconnects, and closes the connection after the first packet. */
  void reconnectAndClose(GatewayServer gateway) throws IOException {
    ask(gateway, connectPacket());
    receive(client.text());
    client.close();
  }

  private void connect(GatewayServer gateway, String packet) throws IOException {
    ask(gateway, packet);
    while (!receive(client.text())) {}
  }

  private void ask(GatewayServer gateway, String packet) throws IOException {
    client = RawClient.open(gateway.port(), RawClient.V4);
    client.send(packet);
  }

  String connectPacket() {
    String at = offset == null ? "" : ",\"offset\":\"" + offset + "\"";
    return "40{\"pid\":\"" + pid + "\"" + at + "}";
  }

  /** Reads up to the connect packet, and returns whether it recovered. */
  private boolean receive(String packet) throws IOException {
    if (!packet.startsWith("40")) {
      pending.add(packet);
      return false;
    }
    JsonNode session = JSON.readTree(packet.substring(2));
    sid = session.path("sid").asText();
    pid = session.path("pid").asText();
    for (String each : pending) {
      take(each);
    }
    pending.clear();
    return true;
  }

  /** Reads until it has received this number of events in all. */
  void readUntil(int count) throws IOException {
    while (received.size() < count) {
      take(client.text());
    }
  }

  void take(String text) throws IOException {
    if (text.startsWith("42")) {
      JsonNode event = JSON.readTree(text.substring(2));
      received.add(event);
      JsonNode last = event.get(event.size() - 1);
      if (last.isTextual()) {
        offset = last.textValue();
      }
    } else if (text.equals("2")) {
      client.send("3");
    }
  }

  /** The first arguments of the received events. */
  List<Integer> numbers() {
    return received.stream().map(event -> event.get(1).asInt()).toList();
  }

  List<JsonNode> received() {
    return received;
  }

  RawClient client() {
    return client;
  }

  String sid() {
    return sid;
  }

  String pid() {
    return pid;
  }

  String offset() {
    return offset;
  }

  @Override
  public void close() throws IOException {
    client.close();
  }
}
