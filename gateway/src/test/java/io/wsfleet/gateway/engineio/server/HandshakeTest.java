package io.wsfleet.gateway.engineio.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HandshakeTest {
  @Test
  void returnsEverythingInTheRequest() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("host", "chat.example.com");
    headers.put("x-tenant", "seven");
    headers.put("cookie", "name=Zoë; empty=");
    headers.put("x-real-ip", "");
    headers.put("a", "A");
    headers.put("", "no name");
    Handshake handshake =
        Handshake.of("2001:db8::1", "/socket.io/?EIO=4", 1_700_000_000_000L, true, headers);
    assertEquals("2001:db8::1", handshake.address());
    assertEquals("/socket.io/?EIO=4", handshake.url());
    assertEquals(1_700_000_000_000L, handshake.issued());
    assertEquals(true, handshake.secure());
    assertEquals(headers, handshake.headers());
    assertEquals(List.copyOf(headers.keySet()), List.copyOf(handshake.headers().keySet()));
    assertEquals(Map.of("EIO", "4"), handshake.query());
    assertEquals("{}", handshake.auth());
  }

  @Test
  void keepsALineThatSomebodyPutIntoAValueFromBeingAHeader() {
    Map<String, String> headers = Map.of("x", "1\nAevil.example.com");
    assertEquals(
        Map.of("x", "1 Aevil.example.com"),
        Handshake.of("127.0.0.1", "/", 0, false, headers).headers());
  }

  @Test
  void isOneObjectForAllWhoSayNothingOnJoining() {
    Handshake handshake = Handshake.of("127.0.0.1", "/", 0, false, Map.of("host", "here"));
    assertSame(handshake, handshake.withAuth("{}"));
    Handshake other = handshake.withAuth("{\"token\":\"t\"}");
    assertEquals("{\"token\":\"t\"}", other.auth());
    assertEquals(handshake.headers(), other.headers());
    assertEquals(handshake.address(), other.address());
  }

  @Test
  void readsTheQueryAsTheHttpServerDoes() {
    Random random = new Random(3);
    String alphabet = "ab1=&;?#/+.%";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder url = new StringBuilder("/socket.io/?");
      for (int length = random.nextInt(12); length > 0; length--) {
        char next = alphabet.charAt(random.nextInt(alphabet.length()));
        url.append(next == '%' ? "%C3%A4" : String.valueOf(next));
      }
      Map<String, String> expected = new LinkedHashMap<>();
      new QueryStringDecoder(url.toString(), StandardCharsets.UTF_8, true, 1024, true)
          .parameters()
          .forEach((name, values) -> expected.put(name, values.get(values.size() - 1)));
      assertEquals(expected, QueryString.parse(url.toString()), url.toString());
    }
  }
}
