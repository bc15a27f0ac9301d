package io.wsfleet.gateway.engineio.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CorsTest {

  @ParameterizedTest
  @CsvSource({
    "https://a.example.com, true",
    "https://a.b.example.com, true",
    "https://example.com, false",
    "https://xexample.com, false",
    "http://a.example.com, false",
    "https://a.example.com:8443, false",
    "https://a.example.com.evil.org, false",
    "https://evil.org/.example.com, false",
    "https://b.example.org, true"
  })
  void allowsTheSubdomainsOfAPattern(String origin, boolean allowed) {
    Cors cors = Cors.of(List.of("https://*.example.com", "https://b.example.org"), false);
    assertEquals(allowed ? origin : null, cors.headers(origin).get("Access-Control-Allow-Origin"));
  }

  @Test
  void allowsCredentialsToListedOriginsOnly() {
    Cors cors = Cors.of(List.of("https://a"), true);
    assertEquals("true", cors.headers("https://a").get("Access-Control-Allow-Credentials"));
    assertEquals(Map.of("Vary", "Origin"), cors.headers("https://b"));
    assertThrows(IllegalArgumentException.class, () -> Cors.of(List.of("*"), true));
  }

  @ParameterizedTest
  @CsvSource({"https://a/", "a.example", "https://*", "https://a.*.b", "ftp://a", "https://a b"})
  void refusesWhatIsNoOrigin(String origin) {
    assertThrows(IllegalArgumentException.class, () -> Cors.of(List.of(origin), false));
  }
}
