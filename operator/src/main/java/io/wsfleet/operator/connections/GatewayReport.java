package io.wsfleet.operator.connections;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/** What a gateway last said of itself; the pod is known by its uid, as names can come again. */
public record GatewayReport(String pod, String uid, int connections) {

  private static final ObjectMapper JSON = new ObjectMapper();

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Answer(Integer connections) {}

  static GatewayReport parse(String pod, String uid, byte[] answer) throws IOException {
    var connections = JSON.readValue(answer, Answer.class).connections();
    if (connections == null || connections < 0) {
      throw new IOException("its answer has no number of connections");
    }
    return new GatewayReport(pod, uid, connections);
  }
}
