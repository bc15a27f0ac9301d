package io.wsfleet.gateway.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestLineEncoderTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      value = {
        "/socket.io/?a=1&b=%20;c,/socket.io/?a=1&b=%20;c",
        "/?a=50%,/?a=50%25",
        "/?a=%zz%4,/?a=%25zz%254",
        "/?a=b|c{d}\"^`,/?a=b%7Cc%7Bd%7D%22%5E%60",
        "/?a=\u00e9,/?a=%E9"
      })
  void encodesWhatAUriMustNotHave(String uri, String encoded) {
    assertEquals(encoded, RequestLineEncoder.encode(uri));
  }

  @Test
  void makesAUriOfEveryCharacter() {
    StringBuilder all = new StringBuilder("/socket.io/?x=");
    for (char c = 0x21; c < 0x100; c++) {
      if (c != '#' && c != '[' && c != ']') {
        all.append(c);
      }
    }
    assertEquals("/socket.io/", URI.create(RequestLineEncoder.encode(all.toString())).getPath());
  }
}
