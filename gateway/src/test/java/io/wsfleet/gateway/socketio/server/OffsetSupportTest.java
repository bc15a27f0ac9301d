package io.wsfleet.gateway.socketio.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.gateway.config.GatewayConfig.Offsets;
import io.wsfleet.gateway.engineio.server.Handshake;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The handshakes of real clients. Those of JavaScript, Python and Java were captured between the
 * client and a server; those of Dart, Swift, .NET, Rust, Go and C++ follow their sources.
 */
class OffsetSupportTest {
  // 2026-12-01T02:00:00Z; "mx41um80" with radix 36.
  private static final long NOW = 1_796_090_400_000L;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      useHeadersInDisplayName = true,
      nullValues = "-",
      textBlock =
          """
          client                            | query                                      | agent                                 | origin   | extensions                                 | can
          Node 4.8, polling                 | EIO=4&transport=polling&t=1mnvztih         | node-XMLHttpRequest                   | -        | -                                          | true
          Node 4.8, polling, own query      | user=x&EIO=4&transport=polling&t=1mp2piuk  | node-XMLHttpRequest                   | -        | -                                          | true
          Node 4.8, websocket               | user=x&EIO=4&transport=websocket           | -                                     | -        | permessage-deflate; client_max_window_bits | true
          Node 4.6, polling                 | EIO=4&transport=polling&t=OjA1b2C          | node-XMLHttpRequest                   | -        | -                                          | true
          Node with its own WebSocket       | EIO=4&transport=websocket                  | node                                  | -        | permessage-deflate; client_max_window_bits | true
          Bun, websocket                    | EIO=4&transport=websocket                  | Bun/1.3.1                             | -        | -                                          | true
          Deno, websocket                   | EIO=4&transport=websocket                  | Deno/2.5.0                            | -        | -                                          | true
          Chromium, polling                 | EIO=4&transport=polling&t=1nww8we1         | Mozilla/5.0 (X11; Linux x86_64)       | http://a | -                                          | true
          Chromium, polling, same origin    | EIO=4&transport=polling&t=1nww8we1         | Mozilla/5.0 (X11; Linux x86_64)       | -        | -                                          | true
          Chromium, websocket               | EIO=4&transport=websocket                  | Mozilla/5.0 (X11; Linux x86_64)       | http://a | permessage-deflate; client_max_window_bits | true
          Safari, websocket                 | EIO=4&transport=websocket                  | Mozilla/5.0 (iPhone)                  | http://a | permessage-deflate                         | true
          React Native, Android, polling    | EIO=4&transport=polling&t=1nww8we1         | okhttp/4.12.0                         | -        | -                                          | true
          React Native, Android, websocket  | EIO=4&transport=websocket                  | okhttp/4.12.0                         | http://a | permessage-deflate                         | true
          React Native, iOS, polling        | EIO=4&transport=polling&t=1nww8we1         | App/1 CFNetwork/1485 Darwin/23.1.0    | -        | -                                          | true
          React Native, iOS, websocket      | EIO=4&transport=websocket                  | -                                     | http://a | -                                          | true
          Python 5, requests, polling       | transport=polling&EIO=4&t=1796090031.6113  | python-requests/2.34.2                | -        | -                                          | false
          Python 5, websocket-client        | transport=websocket&EIO=4&t=1796090042.41  | -                                     | http://a | -                                          | false
          Python 5, aiohttp, polling        | transport=polling&EIO=4&t=1796090083.6967  | Python/3.11 aiohttp/3.14.5            | -        | -                                          | false
          Python 5, aiohttp, websocket      | transport=websocket&EIO=4&t=1796090085.06  | Python/3.11 aiohttp/3.14.5            | -        | -                                          | false
          Python 5 as a browser             | transport=polling&EIO=4&t=1796090031.6113  | Mozilla/5.0                           | -        | -                                          | false
          Java 2.1.2, polling               | EIO=4&transport=polling                    | okhttp/3.12.12                        | -        | -                                          | false
          Java 2.1.2, polling, own query    | user=x&EIO=4&transport=polling             | okhttp/3.12.12                        | -        | -                                          | false
          Java 2.1.2, websocket             | user=x&EIO=4&transport=websocket           | okhttp/3.12.12                        | -        | -                                          | false
          Java 2.1.2 with okhttp 4          | EIO=4&transport=websocket                  | okhttp/4.12.0                         | -        | permessage-deflate                         | false
          Dart 3, websocket                 | EIO=4&transport=websocket                  | Dart/3.5 (dart:io)                    | -        | permessage-deflate; client_max_window_bits | false
          Dart 2 in a browser, polling      | EIO=4&transport=polling&t=mx41uk00         | Mozilla/5.0 (X11; Linux x86_64)       | http://a | -                                          | false
          Dart 3 in a browser, polling      | EIO=4&transport=polling                    | Mozilla/5.0 (X11; Linux x86_64)       | http://a | -                                          | false
          Swift 16, polling                 | transport=polling&b64=1&EIO=4              | App/1 CFNetwork/1485 Darwin/23.1.0    | -        | -                                          | false
          Swift 16, websocket               | transport=websocket&EIO=4                  | -                                     | http://a | permessage-deflate; client_max_window_bits | false
          .NET, polling                     | EIO=4&transport=polling                    | -                                     | -        | -                                          | false
          .NET, websocket                   | EIO=4&transport=websocket                  | -                                     | -        | -                                          | false
          Rust, polling                     | EIO=4&transport=polling&t=3411            | -                                     | -        | -                                          | false
          Rust, websocket                   | EIO=4&transport=websocket                  | -                                     | -        | -                                          | false
          Go, gorilla                       | EIO=4&transport=websocket                  | Go-http-client/1.1                    | -        | -                                          | false
          Go, zishang520                    | EIO=4&transport=polling&t=1nww8we1         | engine.io-go/1.0                      | -        | -                                          | false
          C++, websocketpp                  | EIO=4&transport=websocket&t=1796090031     | WebSocket++/0.8.2                     | -        | -                                          | false
          a script with no headers          | EIO=4&transport=websocket                  | -                                     | -        | -                                          | false
          """)
  void recognizesTheJavaScriptLibrary(
      String client, String query, String agent, String origin, String extensions, boolean can) {
    assertEquals(can, detects(handshake(query, agent, origin, extensions)), client);
  }

  @Test
  void goesOnWithAClientThatReturnsAnOffset() {
    Handshake unknown = handshake("EIO=4&transport=websocket", "mine/1", null, null);
    assertFalse(detects(unknown.withAuth("{\"pid\":\"p\"}")));
    assertFalse(detects(unknown.withAuth("{\"pid\":\"p\",\"offset\":null}")));
    assertTrue(detects(unknown.withAuth("{\"pid\":\"p\",\"offset\":\"1-1.a\"}")));
  }

  @Test
  void obeysTheSetting() {
    Handshake java = handshake("EIO=4&transport=websocket", "okhttp/3.12.12", null, null);
    Handshake browser = handshake("EIO=4&transport=websocket", "Mozilla/5.0", null, null);
    assertTrue(new OffsetSupport(Offsets.ALWAYS).of(java));
    assertFalse(new OffsetSupport(Offsets.NEVER).of(browser));
  }

  private static boolean detects(Handshake handshake) {
    return new OffsetSupport(Offsets.DETECT).of(handshake);
  }

  private static Handshake handshake(String query, String agent, String origin, String extensions) {
    Map<String, String> headers = new HashMap<>();
    headers.put("host", "a");
    if (agent != null) {
      headers.put("user-agent", agent);
    }
    if (origin != null) {
      headers.put("origin", origin);
    }
    if (extensions != null) {
      headers.put("sec-websocket-extensions", extensions);
    }
    return Handshake.of("127.0.0.1", "/socket.io/?" + query, NOW, false, headers);
  }
}
