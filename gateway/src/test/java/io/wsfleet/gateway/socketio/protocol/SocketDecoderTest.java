package io.wsfleet.gateway.socketio.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SocketDecoderTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "2[\"msg\",1]               | /       | -1 | msg | ,1",
        "2[\"msg\"]                 | /       | -1 | msg | ``",
        "27[\"msg\",{\"a\":[]}]     | /       |  7 | msg | ,{\"a\":[]}",
        "2/chat,[\"msg\"]           | /chat   | -1 | msg | ``",
        "2/chat,12[\"msg\"]         | /chat   | 12 | msg | ``",
        "2[ \"a\" , 1 , [2] ]       | /       | -1 | a   | ` , 1 , [2] `",
        "2[1,2]                     | /       | -1 | 1   | ,2",
        "2[ -1.5e3 ,2]              | /       | -1 | -1.5e3 | ` ,2`",
        "2[\"a\\\"]\",\"],[\"]      | /       | -1 | a\"] | ,\"],[\"",
        "2[\"error\"]               | /       | -1 | error | ``",
        "2[\"\"]                    | /       | -1 | `` | ``",
        "2[\"a\",{\"_placeholder\":true,\"num\":0}] | / | -1 | a | ,{\"_placeholder\":true,\"num\":0}",
        "2[\"a\",\"\\ud800\"]       | /       | -1 | a   | ,\"\\ud800\"",
        "2                          | /       | -1 | undefined | ``",
        "29007199254740991[\"a\"]   | / | 9007199254740991 | a | ``"
      })
  void readsEvents(String text, String namespace, long ackId, String name, String tail) {
    Packet.EventPacket eventPacket = assertInstanceOf(Packet.EventPacket.class, complete(text));
    assertEquals(namespace, eventPacket.namespace());
    assertEquals(ackId, eventPacket.ackId());
    assertEquals(name, eventPacket.event().name());
    assertEquals(tail, eventPacket.event().tail());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "0 | / | {}",
        "0{} | / | {}",
        "0{\"token\":\"x\"} | / | {\"token\":\"x\"}",
        "0/random | /random | {}",
        "0/chat,{\"a\":1} | /chat | {\"a\":1}",
        "0/,{} | / | {}",
        "0/custom?x=1 | /custom?x=1 | {}"
      })
  void readsConnects(String text, String namespace, String auth) {
    assertEquals(new Packet.Connect(namespace, auth), complete(text));
  }

  @Test
  void readsDisconnectsAndAcks() {
    assertEquals(new Packet.Disconnect("/"), complete("1"));
    assertEquals(new Packet.Disconnect("/custom"), complete("1/custom"));
    assertEquals(new Packet.Disconnect("/custom"), complete("1/custom,"));
    assertEquals(new Packet.Ack("/", 12, JsonPayload.of("[1]")), complete("312[1]"));
    assertEquals(new Packet.Ack("/", Packet.NO_ACK, JsonPayload.NO_ARGUMENTS), complete("3"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "7",
        "x",
        "4{\"message\":\"no\"}",
        "2{}",
        "2[]",
        "2[null]",
        "2[{}]",
        "2[[\"a\"]]",
        "2[true]",
        "2[{\"toString\":\"foo\"}]",
        "2\"a\"",
        "2[\"a\"",
        "2[\"a\"]x",
        "2[\"a\"][]",
        "2[\"a\",]",
        "2['a']",
        "2[\"a\",NaN]",
        "2[\"a\",01]",
        "2[\"a\",\"\n\"]",
        "2[\"a\"]/*x*/",
        "2[\"connect\"]",
        "2[\"connect_error\"]",
        "2[\"disconnect\"]",
        "2[\"disconnecting\"]",
        "2[\"newListener\"]",
        "2[\"removeListener\"]",
        "2abc[\"a\"]",
        "2-1[\"a\"]",
        "2 [\"a\"",
        "29007199254740992[\"a\"]",
        "2999999999999999999999999999999[\"a\"]",
        "0[]",
        "0null",
        "0\"x\"",
        "0,",
        "0{",
        "1[]",
        "1{}",
        "31{}",
        "31x",
        "5[\"a\"]",
        "50-[\"a\"]",
        "511-[\"a\"]",
        "5-1-[\"a\"]",
        "51[\"a\"]",
        "51",
        "51e0-[\"a\"]",
        "5x-[\"a\"]",
        "599999999999999999999-[\"a\"]",
        "51-[\"a\",{\"_placeholder\":true,\"num\":1}]",
        "51-[\"a\",{\"_placeholder\":true,\"num\":-1}]",
        "51-[\"a\",{\"_placeholder\":true,\"num\":\"splice\"}]",
        "51-[\"a\",{\"_placeholder\":true,\"num\":0.5}]",
        "51-[\"a\",{\"_placeholder\":true}]",
        "61-5{}"
      })
  void closesWhatServersCloseAndWhatTheyTakeByASlip(String text) {
    assertInstanceOf(DecodeResult.Malformed.class, decoder().onText(text), text);
  }

  @Test
  void putsAttachmentsToTheirPacketInTheOrderInWhichTheyCome() {
    Client decoder = decoder();
    String head =
        "52-7[\"msg\",{\"_placeholder\":true,\"num\":1},{\"a\":{\"_placeholder\":true,\"num\":0}}]";
    assertInstanceOf(DecodeResult.Pending.class, decoder.onText(head));
    assertInstanceOf(DecodeResult.Pending.class, decoder.onBinary(new byte[] {1}));
    DecodeResult.Complete complete =
        assertInstanceOf(DecodeResult.Complete.class, decoder.onBinary(new byte[] {2, 2}));
    Packet.EventPacket eventPacket = assertInstanceOf(Packet.EventPacket.class, complete.packet());
    assertEquals(7, eventPacket.ackId());
    assertArrayEquals(new byte[] {1}, eventPacket.event().attachments().get(0));
    assertArrayEquals(new byte[] {2, 2}, eventPacket.event().attachments().get(1));
  }

  @Test
  void refusesTextWhileAttachmentsArePending() {
    Client decoder = decoder();
    decoder.onText("51-[\"a\",{\"_placeholder\":true,\"num\":0}]");
    assertInstanceOf(DecodeResult.Malformed.class, decoder.onText("2[\"b\"]"));
  }

  @Test
  void refusesAnAttachmentThatNobodyAnnounced() {
    assertInstanceOf(DecodeResult.Malformed.class, decoder().onBinary(new byte[1]));
  }

  @Test
  void boundsTheBytesOfAllAttachmentsTogether() {
    Client decoder = new Client(new SocketDecoder(new JsonText(100), 10, 10));
    decoder.onText("53-[\"a\"]");
    assertInstanceOf(DecodeResult.Pending.class, decoder.onBinary(new byte[8]));
    assertInstanceOf(DecodeResult.Malformed.class, decoder.onBinary(new byte[3]));
  }

  @Test
  void readsDeepJsonWithoutTheStackAndRefusesWhatIsDeeperThanAllowed() {
    Client deep = new Client(new SocketDecoder(new JsonText(600_000), 1_000_000, 10));
    String nested = "[".repeat(500_000) + "]".repeat(500_000);
    assertInstanceOf(DecodeResult.Complete.class, deep.onText("2[\"a\"," + nested + "]"));
    assertInstanceOf(DecodeResult.Malformed.class, decoder().onText("2[\"a\"," + nested + "]"));
    assertInstanceOf(
        DecodeResult.Malformed.class, decoder().onText("2[\"a\"," + "[".repeat(1_000_000)));
    assertInstanceOf(
        DecodeResult.Malformed.class, decoder().onText("0" + "{\"a\":".repeat(200_000)));
  }

  @Test
  void readsLongDigitsAndNamesInOnePass() {
    String digits = "9".repeat(1_000_000);
    assertInstanceOf(DecodeResult.Malformed.class, decoder().onText("2" + digits + "[\"a\"]"));
    assertInstanceOf(DecodeResult.Malformed.class, decoder().onText("5" + digits + "-[\"a\"]"));
    assertInstanceOf(DecodeResult.Complete.class, decoder().onText("0/" + digits));
    assertInstanceOf(DecodeResult.Complete.class, decoder().onText("2[\"a\"," + digits + "]"));
  }

  @Test
  void neverThrowsWhateverComes() {
    Random random = new Random(42);
    List<String> pieces =
        List.of(
            "0",
            "1",
            "2",
            "3",
            "4",
            "5",
            "6",
            "-",
            "/",
            ",",
            "[",
            "]",
            "{",
            "}",
            "\"",
            "a",
            "\\",
            "\\ud800",
            ":",
            "12",
            "1e5",
            "true",
            "null",
            "_placeholder",
            "\"num\"",
            "?",
            " ",
            "\u0000",
            "\ud83d\ude00",
            "{\"_placeholder\":true,\"num\":0}",
            "[\"e\"");
    for (int i = 0; i < 200_000; i++) {
      Client decoder = decoder();
      StringBuilder text = new StringBuilder();
      int length = random.nextInt(12);
      for (int j = 0; j < length; j++) {
        text.append(pieces.get(random.nextInt(pieces.size())));
      }
      DecodeResult decodeResult = decoder.onText(text.toString());
      while (decodeResult instanceof DecodeResult.Pending) {
        decodeResult = decoder.onBinary(new byte[random.nextInt(3)]);
      }
    }
  }

  private static Packet complete(String text) {
    return assertInstanceOf(DecodeResult.Complete.class, decoder().onText(text), text).packet();
  }

  private static Client decoder() {
    return new Client(new SocketDecoder(new JsonText(500), 1_000_000, 10));
  }

  /** One client, of whom the decoder is told what it has sent in part. */
  private static final class Client {
    private final SocketDecoder decoder;
    private @Nullable PartialPacket pending;

    Client(SocketDecoder decoder) {
      this.decoder = decoder;
    }

    DecodeResult onText(String message) {
      DecodeResult decodeResult = decoder.onText(pending, message);
      pending = decodeResult.pending();
      return decodeResult;
    }

    DecodeResult onBinary(byte[] attachment) {
      DecodeResult decodeResult = decoder.onBinary(pending, attachment);
      pending = decodeResult.pending();
      return decodeResult;
    }
  }
}
