package io.wsfleet.operator.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class JsonLogEncoderTest {
  private final LoggerContext context = new LoggerContext();

  @Test
  void writesTheClusterAsAField() throws Exception {
    JsonNode line =
        encoded(event("io.wsfleet.operator.X", "{}: term {}, {}", "default/chat", 3, "Serving"));
    assertEquals("default/chat", line.at("/fields/cluster").asText());
    assertEquals("term 3, Serving", line.path("message").asText());
  }

  @Test
  void writesTheContextAndThePairsOfTheCallAsFields() throws Exception {
    LoggingEvent event = event("io.javaoperatorsdk.X", "{}: said", "somebody");
    event.setMDCPropertyMap(Map.of("resource.name", "chat"));
    event.setKeyValuePairs(List.of(new KeyValuePair("term", 3)));
    JsonNode line = encoded(event);
    assertEquals("chat", line.path("fields").path("resource.name").asText());
    assertEquals("3", line.path("fields").path("term").asText());
    assertEquals("somebody: said", line.path("message").asText());
  }

  @Test
  void writesNoFieldsWhereThereAreNone() throws Exception {
    assertFalse(encoded(event("io.wsfleet.operator.X", "Term {} begins", 3)).has("fields"));
  }

  @Test
  void keepsTheStartOfTheFrameworkToItselfUnlessItIsAskedFor() {
    new Logging().configure(context);
    assertFalse(context.getLogger("io.javaoperatorsdk.operator.Operator").isInfoEnabled());
    assertTrue(context.getLogger("io.javaoperatorsdk.operator.Operator").isWarnEnabled());
    assertTrue(context.getLogger("io.wsfleet.operator.X").isInfoEnabled());
    context.stop();
  }

  @BeforeEach
  void hasAContextForEachThread() {
    context.setMDCAdapter(new LogbackMDCAdapter());
  }

  private LoggingEvent event(String logger, String format, Object... arguments) {
    return new LoggingEvent("x", context.getLogger(logger), Level.INFO, format, null, arguments);
  }

  private static JsonNode encoded(LoggingEvent event) throws Exception {
    JsonLogEncoder encoder = new JsonLogEncoder();
    encoder.start();
    return new ObjectMapper().readTree(new String(encoder.encode(event), StandardCharsets.UTF_8));
  }
}
