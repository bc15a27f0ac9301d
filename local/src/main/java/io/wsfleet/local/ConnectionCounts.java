package io.wsfleet.local;

import io.wsfleet.local.model.Json;
import io.wsfleet.local.model.Ref;
import io.wsfleet.local.model.Resource;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the number of connections from each gateway's {@code /status}, as the operator does. */
final class ConnectionCounts {
  private static final int TIMEOUT_MILLIS = 500;
  private static final int MAX_RESPONSE_BYTES = 64 * 1024;

  private ConnectionCounts() {}

  /** The numbers by pod; gateways that do not answer are left out. */
  static Map<Ref, Integer> fetch(List<Resource> pods) {
    Map<Ref, Integer> connections = new HashMap<>();
    for (Resource pod : pods) {
      boolean gateway = "gateway".equals(pod.labels().get("app.kubernetes.io/component"));
      if (gateway && pod.condition("Ready").equals("True")) {
        try {
          connections.put(pod.ref(), fetchCount(pod.text("/status/podIP")));
        } catch (IOException e) {
          // It is terminating or hangs; its row will show that.
        }
      }
    }
    return connections;
  }

  private static int fetchCount(String address) throws IOException {
    URI uri = URI.create("http://" + address + ":9000/status");
    HttpURLConnection http = (HttpURLConnection) uri.toURL().openConnection(Proxy.NO_PROXY);
    http.setConnectTimeout(TIMEOUT_MILLIS);
    http.setReadTimeout(TIMEOUT_MILLIS);
    try (InputStream in = http.getInputStream()) {
      return Json.parse(in.readNBytes(MAX_RESPONSE_BYTES)).path("connections").asInt(-1);
    } finally {
      http.disconnect();
    }
  }
}
