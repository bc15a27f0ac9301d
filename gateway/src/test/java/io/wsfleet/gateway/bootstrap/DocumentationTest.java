package io.wsfleet.gateway.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.WithDefault;
import io.vertx.core.Vertx;
import io.wsfleet.gateway.config.GatewayConfig;
import io.wsfleet.gateway.config.TestConfigs;
import io.wsfleet.gateway.engineio.protocol.CloseReason;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Compares the tables of settings, metrics and close reasons in the documents with the code. */
class DocumentationTest {
  private static final Path DOCS = Path.of("..", "docs");

  @Test
  void namesEverySettingWithItsDefault() throws IOException {
    Map<String, String> documented =
        rows("\\| `(WSFLEET_\\w+)` \\| ([^|]*) \\|", read("gateway.md"));
    Map<String, String> actual = new TreeMap<>();
    settings("WSFLEET", GatewayConfig.class, actual);
    assertEquals(actual.keySet(), documented.keySet());
    actual.forEach(
        (name, value) -> {
          if (!value.isEmpty()) {
            assertEquals("`" + value + "`", documented.get(name), name);
          }
        });
  }

  @Test
  void namesEveryMetric() throws Exception {
    Vertx vertx = Vertx.vertx();
    MeterRegistry registry = new SimpleMeterRegistry();
    Settings settings = Settings.from(TestConfigs.from(Map.of()));
    new Metrics(registry).bind(new Gateway(vertx, settings, Clock.systemUTC()));
    TreeSet<String> actual = new TreeSet<>();
    for (Meter meter : registry.getMeters()) {
      String name = meter.getId().getName().replace('.', '_');
      actual.add(meter.getId().getType() == Meter.Type.COUNTER ? name + "_total" : name);
    }
    String page = read("metrics.md");
    String table =
        page.substring(
            page.indexOf("<!-- gateway metrics -->"), page.indexOf("<!-- /gateway metrics -->"));
    assertEquals(actual, rows("\\| `(wsfleet_\\w+)` \\|()", table).keySet());
    vertx.close();
  }

  @Test
  void namesEveryReasonForAConnectionToEnd() throws IOException {
    Map<String, String> actual = new TreeMap<>();
    for (CloseReason reason : CloseReason.values()) {
      actual.put(reason.label(), reason.status() + " | " + reason.description());
    }
    assertEquals(actual, rows("\\| `([a-z ]+)` \\| (\\d{4} \\| [^|]*) \\|", read("protocol.md")));
  }

  private static String read(String page) throws IOException {
    return Files.readString(DOCS.resolve(page));
  }

  private static Map<String, String> rows(String pattern, String text) {
    Map<String, String> rows = new TreeMap<>();
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    while (matcher.find()) {
      rows.put(matcher.group(1), matcher.group(2));
    }
    return rows;
  }

  /** The variables of a configuration interface, with their defaults where they have any. */
  private static void settings(String prefix, Class<?> type, Map<String, String> into) {
    for (Method method : type.getDeclaredMethods()) {
      String name =
          prefix + "_" + method.getName().replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
      Class<?> returned = method.getReturnType();
      if (Arrays.asList(GatewayConfig.class.getDeclaredClasses()).contains(returned)
          && returned.isInterface()) {
        settings(name, returned, into);
      } else {
        WithDefault value = method.getAnnotation(WithDefault.class);
        into.put(name, value == null ? "" : value.value());
      }
    }
  }
}
