package io.wsfleet.gateway.net.websocket.frames;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeflateParametersTest {
  @ParameterizedTest
  @CsvSource({
    "permessage-deflate, permessage-deflate",
    "permessage-deflate; client_max_window_bits, permessage-deflate",
    "permessage-deflate; client_max_window_bits=9, permessage-deflate",
    "Permessage-Deflate;server_no_context_takeover, permessage-deflate; server_no_context_takeover",
    "x; y=1 | permessage-deflate ; client_no_context_takeover,"
        + " permessage-deflate; client_no_context_takeover",
    "permessage-deflate; server_max_window_bits=10 | permessage-deflate, permessage-deflate",
  })
  void acceptsTheFirstSupportedOffer(String asked, String answer) {
    assertEquals(answer, negotiated(asked.replace('|', ',')).headerValue());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",",
        ";",
        "; ;",
        "=",
        "x-webkit-deflate-frame",
        "permessage-deflate; server_max_window_bits=10",
        "permessage-deflate; something_new",
        "permessage-deflate;"
      })
  void acceptsNoOtherOffer(String asked) {
    assertNull(DeflateParameters.negotiate(asked));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "permessage-deflate",
        "permessage-deflate; client_no_context_takeover; server_no_context_takeover"
      })
  void readsWhatItWrites(String asked) {
    DeflateParameters terms = negotiated(asked);
    Random random = new Random(1);
    try (Deflate client = new Deflate(terms);
        Deflate server = new Deflate(terms)) {
      for (int length : new int[] {1, 1023, 1024, 5000, 64, 100_000}) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        byte[] words = "words ".repeat(length).getBytes(UTF_8);
        for (byte[] message : new byte[][] {noise, words, noise}) {
          byte[] deflated = client.deflate(message);
          assertArrayEquals(
              message,
              assertInstanceOf(
                      Deflate.InflateResult.Message.class,
                      server.inflate(deflated, 0, deflated.length, 1_000_000))
                  .bytes());
        }
      }
    }
  }

  @Test
  void keepsTheContextUnlessNegotiatedOtherwise() {
    byte[] noise = new byte[2000];
    new Random(1).nextBytes(noise);
    try (Deflate remembers = new Deflate(negotiated("permessage-deflate"));
        Deflate forgets =
            new Deflate(negotiated("permessage-deflate; server_no_context_takeover"))) {
      remembers.deflate(noise);
      forgets.deflate(noise);
      assertTrue(remembers.deflate(noise).length < 100);
      assertTrue(forgets.deflate(noise).length > 1900);
    }
  }

  private static DeflateParameters negotiated(String asked) {
    return assertInstanceOf(DeflateParameters.class, DeflateParameters.negotiate(asked));
  }
}
