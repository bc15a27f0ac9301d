package io.wsfleet.gateway.engineio.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.gateway.GatewayServer;
import io.wsfleet.gateway.engineio.protocol.CloseReason;
import io.wsfleet.testing.RawClient;
import io.wsfleet.testing.RawClient.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP of long polling: methods, compression, cookie, CORS, deadlines. */
class PollingRequestTest {
  private static final String BAD_REQUEST = "{\"code\":3,\"message\":\"Bad request\"}";
  @RegisterExtension final PollingGateway polling = new PollingGateway();

  @ParameterizedTest
  @ValueSource(strings = {"DELETE", "PUT", "PATCH", "HEAD"})
  void knowsNoOtherMethods(String method) throws Exception {
    try (PollingClient client = PollingClient.connected(polling.server().port())) {
      Response response = client.request(method, client.uri());
      assertEquals(500, response.status());
      assertEquals(0, response.body().length);
      client.post("429[\"quiet\"]");
      assertEquals("439[]", client.get());
    }
  }

  @Test
  void refusesAnotherTransportOrAnotherVersionWithinASession() throws Exception {
    try (PollingClient client = PollingClient.connected(polling.server().port())) {
      String websocket = client.uri().replace("transport=polling", "transport=websocket");
      assertEquals(BAD_REQUEST, client.request("GET", websocket).text());
      assertEquals(
          BAD_REQUEST, client.request("GET", client.uri().replace("EIO=4", "EIO=3")).text());
      assertEquals(BAD_REQUEST, client.request("GET", client.uri() + "&j=0").text());
      client.post("429[\"quiet\"]");
      assertEquals("439[]", client.get());
    }
  }

  @Test
  void compressesLongAnswersForThoseWhoWant() throws Exception {
    try (PollingClient client = PollingClient.connected(polling.server().port())) {
      String event = "42[\"all\",\"" + "long ".repeat(1000) + "\"]";
      client.post(event);
      client.poll("Accept-Encoding: gzip, deflate\r\n");
      Response response = client.readResponse();
      assertHas(response, "content-encoding: gzip\r\n");
      assertTrue(response.body().length < 500, "bytes: " + response.body().length);
      assertEquals(
          event,
          new String(
              new GZIPInputStream(new ByteArrayInputStream(response.body())).readAllBytes(),
              UTF_8));
      client.post(event);
      client.poll();
      assertEquals(event, client.readResponse().text());
      client.post("429[\"quiet\"]");
      client.poll("Accept-Encoding: gzip\r\n");
      assertEquals("439[]", client.readResponse().text());
    }
  }

  @Test
  void setsTheCookieOnceAndAllowsOriginsAlways() throws Exception {
    try (RawClient raw = RawClient.connect(polling.server().port())) {
      String origin = "Origin: http://a.example\r\n";
      raw.sendRequest("GET", "/socket.io/?EIO=4&transport=polling", origin, new byte[0]);
      Response opened = raw.readResponse(true);
      String sid = opened.text().substring(9, 29);
      assertTrue(
          opened.head().contains("io=" + sid + "; Path=/; HttpOnly; SameSite=Lax\r\n"),
          opened.head());
      assertAllowed(opened);
      String uri = "/socket.io/?EIO=4&transport=polling&sid=" + sid;
      raw.sendRequest("POST", uri, origin + "Content-Length: 2\r\n", "40".getBytes(UTF_8));
      Response posted = raw.readResponse(true);
      assertAllowed(posted);
      assertFalse(posted.head().toLowerCase(Locale.ROOT).contains("set-cookie"), posted.head());
      raw.sendRequest("GET", uri, origin, new byte[0]);
      assertAllowed(raw.readResponse(true));
      raw.sendRequest("PUT", uri, origin, new byte[0]);
      assertAllowed(raw.readResponse(true));
    }
  }

  @Test
  void closesANetworkConnectionThatSendsNoNextRequest() throws Exception {
    try (RawClient raw = RawClient.connect(polling.server().port())) {
      assertTrue(raw.request("GET", "/socket.io/?EIO=4&transport=polling", "").contains(" 200 "));
      assertEquals(-1, raw.socket().getInputStream().read());
    }
    assertEquals(1, polling.server().gateway().connections().size(), "the session is still there");
  }

  @ParameterizedTest
  @CsvSource({"polling,[]", "websocket,x"})
  void servesOnlyTheTransportsThatAreConfigured(String transports, String upgrades)
      throws Exception {
    GatewayServer one = GatewayServer.start("WSFLEET_PROTOCOL_TRANSPORTS", transports);
    try (RawClient raw = RawClient.connect(one.port());
        RawClient websocket = RawClient.connect(one.port())) {
      String polled = raw.request("GET", "/socket.io/?EIO=4&transport=polling", "");
      String upgraded = websocket.request("GET", RawClient.V4, RawClient.upgradeHeaders());
      boolean polling = transports.equals("polling");
      assertEquals(polling, polled.contains("\"upgrades\":" + upgrades + ","), polled);
      assertEquals(!polling, polled.contains("Transport unknown"), polled);
      assertEquals(polling, upgraded.contains("Transport unknown"), upgraded);
    } finally {
      one.close();
    }
  }

  @Test
  void closesARejectedUpgrade() throws Exception {
    try (RawClient websocket = RawClient.connect(polling.server().port())) {
      websocket.upgrade("/socket.io/?EIO=4&transport=polling");
      websocket.closeStatus();
    }
  }

  private long closed(CloseReason reason) {
    return polling.server().gateway().transportCounters().closed(reason);
  }

  /** The status of an answer, or -1 where the connection was closed instead. */
  private static int status(RawClient client) throws Exception {
    try {
      return client.readResponse(true).status();
    } catch (IOException closed) {
      return -1;
    }
  }

  private static void assertHas(Response response, String line) {
    assertTrue(response.head().toLowerCase(Locale.ROOT).contains(line), response.head());
  }

  private static void assertAllowed(Response response) {
    assertHas(response, "access-control-allow-origin: http://a.example\r\n");
  }
}
