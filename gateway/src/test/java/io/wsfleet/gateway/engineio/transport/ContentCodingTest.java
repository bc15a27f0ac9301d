package io.wsfleet.gateway.engineio.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentCodingTest {

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      delimiter = '|',
      value = {
        "-                          | -",
        "''                         | -",
        "identity                   | -",
        "br                         | -",
        "gzip, deflate, br          | GZIP",
        "deflate, gzip              | GZIP",
        "GZIP                       | GZIP",
        "gzip;q=0, deflate          | DEFLATE",
        "gzip;q=0.5, deflate;q=0.8  | DEFLATE",
        "*                          | GZIP",
        "*;q=0                      | -",
        "gzip;q=0, *                | DEFLATE",
        "gzip;q=x                   | -"
      })
  void choosesTheClientsPreferredCoding(String acceptEncoding, ContentCoding coding) {
    assertEquals(coding, ContentCoding.negotiate(acceptEncoding));
  }

  @Test
  void compressesSoThatOthersCanRead() throws IOException {
    byte[] plain = "long and long and long".repeat(1000).getBytes(UTF_8);
    byte[] gzip = ContentCoding.GZIP.compress(plain);
    byte[] deflate = ContentCoding.DEFLATE.compress(plain);
    assertArrayEquals(plain, new GZIPInputStream(new ByteArrayInputStream(gzip)).readAllBytes());
    assertArrayEquals(
        plain, new InflaterInputStream(new ByteArrayInputStream(deflate)).readAllBytes());
  }
}
