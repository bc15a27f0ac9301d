package io.wsfleet.gateway.engineio.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wsfleet.gateway.engineio.protocol.CloseReason;
import io.wsfleet.gateway.engineio.server.Transport;
import io.wsfleet.testing.RawClient;
import io.wsfleet.testing.RawClient.Response;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** POST requests of sessions on long polling. */
class PollingReceiverTest {
  private static final String UNKNOWN = "{\"code\":1,\"message\":\"Session ID unknown\"}";
  @RegisterExtension final PollingGateway polling = new PollingGateway();

  @Test
  void refusesBytesFromANewClientAndClosesItsSession() throws Exception {
    try (PollingClient client = PollingClient.connected(polling.server().port())) {
      Response response = client.post("application/octet-stream", new byte[] {4, 1});
      assertEquals(400, response.status());
      assertEquals(0, response.body().length);
      assertEquals(UNKNOWN, client.get());
      assertEquals(1, closed(CloseReason.TRANSPORT_ERROR));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "47", "2", "\u001e", "42[\"a\"", "bA-_A"})
  void closesTheSessionOnAMalformedPayload(String body) throws Exception {
    try (PollingClient client = PollingClient.connected(polling.server().port())) {
      Response response = client.post(body);
      assertEquals(200, response.status());
      assertEquals("ok", response.text());
      assertEquals(UNKNOWN, client.get());
    }
  }

  @Test
  void takesThePacketsBeforeABadOne() throws Exception {
    try (PollingClient client = PollingClient.connected(polling.server().port());
        RawClient other = RawClient.connected(polling.server().port())) {
      client.post("42[\"say\",1]\u001ex\u001e42[\"say\",2]");
      assertEquals("42[\"said\",1]", other.text());
      assertEquals(UNKNOWN, client.get());
      other.send("429[\"quiet\"]");
      assertEquals("439[]", other.text());
    }
  }

  @Test
  void stopsAtTheFirstOfAHundredThousandBadPackets() throws Exception {
    try (PollingClient client = PollingClient.connected(polling.server().port())) {
      long before = polling.server().gateway().transportCounters().received();
      assertEquals("ok", client.post("\u001e".repeat(100_000)).text());
      assertEquals(before + 1, polling.server().gateway().transportCounters().received());
    }
  }

  @Test
  void refusesABodyThatIsTooLargeAndKeepsTheSession() throws Exception {
    try (PollingClient client = PollingClient.connected(polling.server().port())) {
      String frame = "429[\"quiet\",\"" + "x".repeat(100_000 - 15) + "\"]";
      assertEquals(100_000, frame.length());
      Response tooLarge = client.post(frame + " ");
      assertEquals(413, tooLarge.status());
      assertEquals(0, tooLarge.body().length);
      assertEquals("ok", client.post(frame).text());
      assertEquals("439[]", client.get());
    }
  }

  @Test
  void refusesABodyThatGrowsTooLargeUnannounced() throws Exception {
    try (PollingClient client = PollingClient.connected(polling.server().port());
        RawClient raw = RawClient.connect(polling.server().port())) {
      String chunk = "c350\r\n" + "x".repeat(50_000) + "\r\n";
      raw.sendRequest(
          "POST",
          client.uri(),
          "Transfer-Encoding: chunked\r\n",
          (chunk + chunk + chunk + "0\r\n\r\n").getBytes(ISO_8859_1));
      assertEquals(413, raw.readResponse(true).status());
      raw.sendRequest("POST", client.uri(), "Content-Length: 1\r\n", "3".getBytes(UTF_8));
      assertEquals("ok", raw.readResponse(true).text());
    }
  }

  @Test
  void closesTheSessionOnTwoPostsAtATime() throws Exception {
    try (PollingClient client = PollingClient.connected(polling.server().port());
        RawClient slow = RawClient.connect(polling.server().port())) {
      slow.sendRequest("POST", client.uri(), "Content-Length: 100\r\n", "4".getBytes(UTF_8));
      try (RawClient other = RawClient.connect(polling.server().port())) {
        other.sendRequest("POST", client.uri(), "Content-Length: 100\r\n", "4".getBytes(UTF_8));
        // Whichever comes second is refused, and the connection of the first is closed.
        assertEquals(399, status(slow) + status(other));
      }
      assertEquals(UNKNOWN, client.get());
      assertEquals(1, closed(CloseReason.TRANSPORT_ERROR));
    }
  }

  @Test
  void closesTheSessionOfAClientThatNeverFinishesItsBody() throws Exception {
    try (PollingClient client = PollingClient.connected(polling.server().port());
        RawClient slow = RawClient.connect(polling.server().port())) {
      slow.sendRequest("POST", client.uri(), "Content-Length: 100\r\n", "4".getBytes(UTF_8));
      assertEquals(-1, slow.socket().getInputStream().read());
      await().until(() -> closed(CloseReason.MESSAGE_TOO_SLOW) == 1);
    }
  }

  @Test
  void answersAClientThatClosesItsSessionWithNothing() throws Exception {
    try (PollingClient client = PollingClient.connected(polling.server().port())) {
      client.poll();
      awaitPoll(client);
      assertEquals("ok", client.post("1").text());
      assertEquals("6", client.readResponse().text());
      assertEquals(UNKNOWN, client.get());
    }
  }

  private void awaitPoll(PollingClient client) {
    Transport transport = polling.server().gateway().connections().find(client.sid()).transport();
    await().until(() -> !transport.isBlocked());
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
}
