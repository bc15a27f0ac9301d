package io.wsfleet.gateway.recovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wsfleet.gateway.GatewayServer;
import io.wsfleet.gateway.RawClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A client that keeps what it needs to come back, as the client library does. */
final class Wanderer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<JsonNode> heard = new ArrayList<>();
  private RawClient client;
  private String sid;
  private String pid;
  private String offset;

  static Wanderer joined(GatewayServer gateway) throws IOException {
    Wanderer wanderer = new Wanderer();
    wanderer.connect(gateway, "40");
    return wanderer;
  }

  /** Connects anew; whether it was recovered. The old connection is left as it is. */
  boolean comeBack(GatewayServer gateway) throws IOException {
    String at = offset == null ? "" : ",\"offset\":\"" + offset + "\"";
    return comeBack(gateway, "40{\"pid\":\"" + pid + "\"" + at + "}");
  }

  boolean comeBack(GatewayServer gateway, String packet) throws IOException {
    String before = pid;
    connect(gateway, packet);
    return pid.equals(before);
  }

  private void connect(GatewayServer gateway, String packet) throws IOException {
    client = RawClient.open(gateway.port(), RawClient.V4);
    client.send(packet);
    String answer = client.text();
    while (!answer.startsWith("40")) {
      take(answer);
      answer = client.text();
    }
    JsonNode session = JSON.readTree(answer.substring(2));
    sid = session.path("sid").asText();
    pid = session.path("pid").asText();
  }

  /** Reads on until it has heard so many events in all. */
  void hear(int count) throws IOException {
    while (heard.size() < count) {
      take(client.text());
    }
  }

  private void take(String text) throws IOException {
    if (text.startsWith("42")) {
      JsonNode event = JSON.readTree(text.substring(2));
      heard.add(event);
      JsonNode last = event.get(event.size() - 1);
      if (last.isTextual()) {
        offset = last.textValue();
      }
    } else if (text.equals("2")) {
      client.send("3");
    }
  }

  /** The first arguments of the events that it heard. */
  List<Integer> numbers() {
    return heard.stream().map(event -> event.get(1).asInt()).toList();
  }

  List<JsonNode> heard() {
    return heard;
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
