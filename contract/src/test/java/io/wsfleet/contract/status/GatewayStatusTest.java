package io.wsfleet.contract.status;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GatewayStatusTest {
  private static final GatewayStatus STATUS =
      new GatewayStatus("g1", 12, "Connected", Map.of("g2", 40L, "g1", 1200L), 5);

  /** What the operator before 0.1.0 reads. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  private record FormerReader(
      Integer connections, Integer canarySeconds, Map<String, Long> heard) {}

  @Test
  void isReadAsItWasWritten() throws IOException {
    assertEquals(STATUS, parse(STATUS.toJson()));
    assertEquals(
        "{\"gateway\":\"g1\",\"connections\":12,\"bus\":\"Connected\","
            + "\"heartbeatAges\":{\"g1\":1200,\"g2\":40},\"heartbeatSeconds\":5,"
            + "\"heard\":{\"g1\":1200,\"g2\":40},\"canarySeconds\":5}",
        STATUS.toJson());
  }

  @Test
  void readsAGatewayOfTheFormerVersion() throws IOException {
    assertEquals(
        STATUS,
        parse(
            "{\"gateway\":\"g1\",\"connections\":12,\"bus\":\"Connected\","
                + "\"heard\":{\"g1\":1200,\"g2\":40},\"canarySeconds\":5}"));
  }

  @Test
  void isReadByAnOperatorOfTheFormerVersion() throws IOException {
    assertEquals(
        new FormerReader(12, 5, Map.of("g1", 1200L, "g2", 40L)),
        new ObjectMapper().readValue(STATUS.toJson(), FormerReader.class));
  }

  @Test
  void ignoresWhatItDoesNotKnowAndNeedsConnectionsAlone() throws IOException {
    assertEquals(
        new GatewayStatus("", 3, "", Map.of(), 0), parse("{\"connections\":3,\"next\":[1]}"));
  }

  @Test
  void refusesWhatHasNoNumberOfConnections() {
    for (String json :
        new String[] {
          "{\"connections\":10000001}",
          "{\"connections\":2147483647}",
          "{}",
          "{\"connections\":null}",
          "{\"connections\":-1}",
          "null",
          "[]",
          "x"
        }) {
      assertThrows(IOException.class, () -> parse(json), json);
    }
  }

  private static GatewayStatus parse(String json) throws IOException {
    return GatewayStatus.parse(json.getBytes(UTF_8));
  }
}
