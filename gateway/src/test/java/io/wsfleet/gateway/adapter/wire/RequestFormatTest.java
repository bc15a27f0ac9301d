package io.wsfleet.gateway.adapter.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.bus.BusMessage.Broadcast;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.protocol.Event;
import io.wsfleet.gateway.socketio.protocol.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Requests as {@code @socket.io/redis-adapter} writes them. */
class RequestFormatTest {
  private static final Audience AUDIENCE = new Audience("/chat", Set.of("a"), Set.of("b"));

  @Test
  void encodesCommands() throws IOException {
    assertEquals(
        "{'uid':'u','type':2,'rooms':['r'],'opts':{'rooms':['a'],'except':['b']}}",
        written(new BusMessage.Join(AUDIENCE, Set.of("r"))));
    assertEquals(
        "{'uid':'u','type':3,'rooms':['r'],'opts':{'rooms':[],'except':[]}}",
        written(new BusMessage.Leave(Audience.all("/"), Set.of("r"))));
    assertEquals(
        "{'uid':'u','type':4,'close':true,'opts':{'rooms':['a'],'except':['b']}}",
        written(new BusMessage.Disconnect(AUDIENCE, true)));
    assertEquals(
        "{'uid':'u','type':6,'data':['e',1,{'type':'Buffer','data':[255]}]}",
        written(
            new BusMessage.ServerEvent(
                "/",
                new Event(
                    "e",
                    ",1,{\"_placeholder\":true,\"num\":0}",
                    List.of(new byte[] {(byte) 255})))));
  }

  @Test
  void encodesRequests() throws IOException {
    assertEquals(
        "{'uid':'u','requestId':'id1234','type':1}",
        text(RequestFormat.encodeAllRooms("u", "id1234")));
    assertEquals(
        "{'uid':'u','requestId':'id1234','type':5,'opts':{'rooms':['a'],'except':['b']}}",
        text(RequestFormat.encodeFetchSockets("u", "id1234", AUDIENCE)));
    assertEquals(
        "{'uid':'u','requestId':'id1234','type':6,'data':['e']}",
        text(RequestFormat.encodeServerSideEmit("u", "id1234", Event.of("e"))));
  }

  @Test
  void encodesABroadcastWithAckAsMessagePack() throws IOException {
    byte[] request =
        RequestFormat.encodeBroadcastWithAck(
            new JsonText(100), "u", "r", new Broadcast(Event.of("e", "1"), AUDIENCE, false), 1000);
    assertEquals(
        // {uid: "u", requestId: "r", type: 7,
        "85a3756964a175a9726571756573744964a172a47479706507"
            // packet: {type: 2, data: ["e", 1], nsp: "/chat"},
            + "a67061636b657483a47479706502a46461746192a16501a36e7370a52f63686174"
            // opts: {rooms: ["a"], except: ["b"], flags: {timeout: 1000}}}
            + "a46f70747383a5726f6f6d7391a161a665786365707491a162a5666c61677381a774696d656f7574cd03e8",
        HexFormat.of().formatHex(request));
  }

  private static String written(BusMessage message) throws IOException {
    return text(RequestFormat.encode("u", message));
  }

  private static String text(byte[] json) {
    return new String(json, StandardCharsets.UTF_8).replace('"', '\'');
  }
}
