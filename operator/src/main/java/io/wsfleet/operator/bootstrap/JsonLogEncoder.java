package io.wsfleet.operator.bootstrap;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;

/**
 * Encodes each log line as one JSON object. A message about a WebSocketCluster begins with its
 * namespace and name and a colon; here they are the field {@code cluster}. What the operator SDK
 * and others say by the context or by pairs of the log call are fields too.
 */
final class JsonLogEncoder extends EncoderBase<ILoggingEvent> {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CLUSTER_PREFIX = "{}: ";

  private final ThrowableProxyConverter stackTrace = new ThrowableProxyConverter();

  @Override
  public void start() {
    stackTrace.start();
    super.start();
  }

  @Override
  public byte[] headerBytes() {
    return new byte[0];
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    var fields = new LinkedHashMap<String, String>(event.getMDCPropertyMap());
    if (event.getKeyValuePairs() != null) {
      event.getKeyValuePairs().forEach(pair -> fields.put(pair.key, String.valueOf(pair.value)));
    }
    String message = event.getFormattedMessage();
    if (isAboutCluster(event)) {
      String cluster = String.valueOf(event.getArgumentArray()[0]);
      fields.put("cluster", cluster);
      message = message.substring(cluster.length() + ": ".length());
    }
    var line = new LinkedHashMap<String, Object>();
    line.put("time", event.getInstant().toString());
    line.put("level", event.getLevel().toString());
    line.put("logger", event.getLoggerName());
    line.put("message", message);
    if (!fields.isEmpty()) {
      line.put("fields", fields);
    }
    if (event.getThrowableProxy() != null) {
      line.put("error", stackTrace.convert(event));
    }
    try {
      return (JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Maps of strings are always valid JSON", e);
    }
  }

  private static boolean isAboutCluster(ILoggingEvent event) {
    Object[] arguments = event.getArgumentArray();
    return event.getLoggerName().startsWith("io.wsfleet.")
        && event.getMessage() != null
        && event.getMessage().startsWith(CLUSTER_PREFIX)
        && arguments != null
        && arguments.length > 0;
  }

  @Override
  public byte[] footerBytes() {
    return new byte[0];
  }
}
