package io.wsfleet.gateway.adapter.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.wsfleet.gateway.adapter.wire.Channels;
import io.wsfleet.gateway.adapter.wire.RequestFormat;
import io.wsfleet.gateway.bus.BusListener;
import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.protocol.Event;
import io.wsfleet.gateway.socketio.protocol.JsonPayload;
import io.wsfleet.gateway.socketio.protocol.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;

class AdapterRequestHandlerTest {
  private static final Channels CHANNELS = new Channels("/");

  private final OneSocketNode neighbour = new OneSocketNode();
  private final List<String> published = new ArrayList<>();
  private final AdapterRequestHandler adapterRequestHandler =
      new AdapterRequestHandler(
          "myself",
          neighbour,
          message -> neighbour.receive(message, null),
          new JsonText(100),
          100,
          (channel, message) -> {
            assertEquals("socket.io-response#/#", channel);
            published.add(
                message[0] == '{'
                    ? new String(message, StandardCharsets.UTF_8)
                    : HexFormat.of().formatHex(message));
          });

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        // The sockets of rooms, of no room that is here, and all.
        "{`uid`:`x`,`requestId`:`r1`,`type`:0,`rooms`:[`room`]} | {`requestId`:`r1`,`sockets`:[`sid1`]}",
        "{`uid`:`x`,`requestId`:`r1`,`type`:0,`rooms`:[`no`]}   | {`requestId`:`r1`,`sockets`:[]}",
        "{`uid`:`x`,`requestId`:`r1`,`type`:0,`rooms`:[]}       | {`requestId`:`r1`,`sockets`:[`sid1`]}",
        "{`uid`:`x`,`requestId`:`r1`,`type`:1}                  | {`requestId`:`r1`,`rooms`:[`room`]}",
        "{`uid`:`x`,`requestId`:`r1`,`type`:6,`data`:[`ev`,1]}  | {`type`:6,`requestId`:`r1`,`data`:{`of`:`ev`}}",
        // The older forms of join, leave and disconnect want an answer, from whoever has the
        // socket.
        "{`uid`:`x`,`requestId`:`r1`,`type`:2,`sid`:`sid1`,`room`:`n`} | {`requestId`:`r1`}",
        // The numbers and spelling of socket.io-redis 5.
        "{`requestid`:`r2`,`type`:0,`rooms`:[]}       | {`requestid`:`r2`,`clients`:[`sid1`]}",
        "{`requestid`:`r2`,`type`:1,`sid`:`sid1`}     | {`requestid`:`r2`,`rooms`:[`room`]}",
        "{`requestid`:`r2`,`type`:2}                  | {`requestid`:`r2`,`rooms`:[`room`]}",
        "{`requestid`:`r2`,`type`:3,`sid`:`sid1`,`room`:`n`}   | {`requestid`:`r2`}",
        "{`requestid`:`r2`,`type`:4,`sid`:`sid1`,`room`:`n`}   | {`requestid`:`r2`}",
        "{`requestid`:`r2`,`type`:5,`data`:1}         | {`requestid`:`r2`,`data`:null}",
        "{`requestid`:`r2`,`type`:6,`sid`:`sid1`,`close`:true} | {`requestid`:`r2`}"
      })
  void answersEachAsThatServerExpects(String request, String answer) throws IOException {
    receive(request.replace('`', '"'));
    assertEquals(List.of(answer.replace('`', '"')), published);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{`type`:99,`requestId`:`r`}",
        "{`requestid`:`r2`,`type`:1,`sid`:`other`}",
        "{`requestid`:`r2`,`type`:3,`sid`:`other`,`room`:`n`}",
        "{`requestId`:`r2`,`type`:2,`sid`:`other`,`room`:`n`}",
        "{`uid`:`myself`,`requestId`:`r`,`type`:1}"
      })
  void isSilentWhereThatServerWouldBe(String request) throws IOException {
    receive(request.replace('`', '"'));
    assertEquals(List.of(), published);
    assertEquals(List.of(), neighbour.told);
  }

  @Test
  void handlesCommandsOfServersAndEmitters() throws IOException {
    receive("{\"type\":2,\"opts\":{\"rooms\":[\"a\"],\"except\":[\"b\"]},\"rooms\":[\"c\",7]}");
    receive("{\"uid\":\"x\",\"type\":3,\"opts\":{\"rooms\":[],\"except\":[]},\"rooms\":[\"c\"]}");
    receive("{\"type\":4,\"opts\":{\"rooms\":[\"a\"],\"except\":[]},\"close\":true}");
    assertEquals(
        List.of(
            new BusMessage.Join(new Audience("/", Set.of("a"), Set.of("b")), Set.of("c", "7")),
            new BusMessage.Leave(Audience.all("/"), Set.of("c")),
            new BusMessage.Disconnect(Audience.room("/", "a"), true)),
        neighbour.told);
    assertEquals(List.of(), published);
  }

  @Test
  void handlesTheRequestsThatGatewaysEncode() throws IOException {
    for (BusMessage message :
        List.of(
            new BusMessage.Join(Audience.room("/", "a"), Set.of("b")),
            new BusMessage.Leave(Audience.all("/").except("x"), Set.of("b")),
            new BusMessage.Disconnect(Audience.room("/", "a"), false))) {
      adapterRequestHandler.handle(CHANNELS, RequestFormat.encode("another", message));
      assertEquals(message, neighbour.told.remove(0));
    }
  }

  @Test
  void describesASocketLikeServers() throws IOException {
    receive("{\"uid\":\"x\",\"requestId\":\"r\",\"type\":5,\"opts\":{\"rooms\":[],\"except\":[]}}");
    assertEquals(
        "{\"requestId\":\"r\",\"sockets\":[{\"id\":\"sid1\",\"handshake\":{\"headers\":{\"origin\":"
            + "\"o\"},\"time\":\"1970-01-01T00:00:00Z\",\"address\":\"127.0.0.1\",\"xdomain\":true,"
            + "\"secure\":false,\"issued\":0,\"url\":\"/socket.io/\",\"query\":{\"EIO\":\"4\"},"
            + "\"auth\":{\"t\":2}},\"rooms\":[\"room\"],\"data\":{\"d\":1}}]}",
        published.get(0));
  }

  @Test
  void respondsToABroadcastWithAck() throws IOException {
    try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
      packer.packMapHeader(5).packString("uid").packString("x");
      packer.packString("requestId").packString("r");
      packer.packString("type").packInt(7);
      packer.packString("packet").packMapHeader(1).packString("data");
      packer.packArrayHeader(2).packString("ask").packInt(1);
      packer.packString("opts").packMapHeader(2).packString("rooms").packArrayHeader(0);
      packer.packString("flags").packMapHeader(1).packString("timeout").packInt(100);
      adapterRequestHandler.handle(CHANNELS, packer.toByteArray());
    }
    assertEquals(Event.of("ask", "1"), neighbour.asked);
    assertEquals("{\"type\":8,\"requestId\":\"r\",\"clientCount\":1}", published.get(0));
    assertEquals("83a47479706509a9726571756573744964a172a67061636b657481a16101", published.get(1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {"{", "{}", "{`type`:`x`}", "nonsense", "{`type`:7,`packet`:{`data`:{}}}"})
  void refusesWhatIsMalformed(String request) {
    assertThrows(IOException.class, () -> receive(request.replace('`', '"')));
  }

  private void receive(String request) throws IOException {
    adapterRequestHandler.handle(CHANNELS, request.getBytes(StandardCharsets.UTF_8));
  }

  /** A gateway with one socket, which answers every question by {a: 1}. */
  private static final class OneSocketNode implements BusListener {
    private final List<BusMessage> told = new ArrayList<>();
    private Event asked = Event.of("nothing");

    @Override
    public void receive(BusMessage message, @Nullable String offset) {
      told.add(message);
    }

    @Override
    public Set<String> namespaces() {
      return Set.of("/");
    }

    @Override
    public boolean hasRoom(String namespace, String room) {
      return room.equals("room");
    }

    @Override
    public Set<String> rooms(String namespace) {
      return Set.of("room");
    }

    @Override
    public Set<String> roomsOf(String namespace, String socketId) {
      return socketId.equals("sid1") ? Set.of("room") : null;
    }

    @Override
    public List<RemoteSocket> fetchSockets(Audience audience) {
      if (!audience.rooms().isEmpty() && !audience.rooms().contains("room")) {
        return List.of();
      }
      return List.of(
          new RemoteSocket(
              "sid1",
              Set.of("room"),
              "{\"d\":1}",
              new RemoteHandshake(
                  "127.0.0.1",
                  "/socket.io/",
                  0,
                  false,
                  Map.of("origin", "o"),
                  Map.of("EIO", "4"),
                  "{\"t\":2}")));
    }

    @Override
    public void broadcastWithAck(
        BusMessage.Broadcast question,
        long timeoutMillis,
        IntConsumer receivers,
        Consumer<JsonPayload> answer) {
      assertEquals(100, timeoutMillis);
      asked = question.event();
      receivers.accept(1);
      answer.accept(JsonPayload.of("{\"a\":1}"));
    }

    @Override
    public void onServerSideEmit(String namespace, Event event, Consumer<JsonPayload> answer) {
      answer.accept(new JsonPayload("{\"of\":\"" + event.name() + "\"}", List.of()));
    }
  }
}
