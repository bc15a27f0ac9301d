package io.wsfleet.gateway.adapter.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsfleet.gateway.adapter.wire.ResponseFormat.AdapterResponse;
import io.wsfleet.gateway.bus.BusListener.RemoteHandshake;
import io.wsfleet.gateway.bus.BusListener.RemoteSocket;
import io.wsfleet.gateway.socketio.protocol.JsonPayload;
import io.wsfleet.gateway.socketio.protocol.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ResponseFormatTest {

  @Test
  void decodesTheSocketsThatItEncodes() throws IOException {
    RemoteSocket remoteSocket =
        new RemoteSocket(
            "sid",
            Set.of("sid", "room"),
            "{\"name\":\"\\ud800€\"}",
            new RemoteHandshake(
                "127.0.0.1",
                "/socket.io/?EIO=4",
                12,
                true,
                Map.of("origin", "o", "x", "\ud800"),
                Map.of("EIO", "4"),
                "{\"token\":[1,{\"a\":null}]}"));
    ObjectNode socket = AdapterJson.newObject();
    ResponseFormat.putSocket(remoteSocket, socket);
    assertEquals(
        remoteSocket,
        ResponseFormat.remoteSocket(AdapterJson.parse(AdapterJson.bytes(socket), 100).body()));
  }

  @Test
  void decodesTheSocketOfANodeServer() throws IOException {
    RemoteSocket read =
        ResponseFormat.remoteSocket(
            AdapterJson.parse(
                    bytes(
                        "{'id':'s','handshake':{'headers':{'host':'h','set-cookie':['a','b']},"
                            + "'time':'Mon Nov 23 2026','address':'::1','xdomain':false,"
                            + "'secure':false,'issued':7,'url':'/u','query':{'EIO':'4','n':[1]},"
                            + "'auth':{}},'rooms':['s',7],'data':{'a':1}}"),
                    100)
                .body());
    assertEquals(
        new RemoteSocket(
            "s",
            Set.of("s", "7"),
            "{\"a\":1}",
            new RemoteHandshake(
                "::1",
                "/u",
                7,
                false,
                Map.of("host", "h", "set-cookie", "[\"a\",\"b\"]"),
                Map.of("EIO", "4", "n", "[1]"),
                "{}")),
        read);
  }

  @Test
  void decodesMissingFieldsAsEmpty() throws IOException {
    RemoteSocket read =
        ResponseFormat.remoteSocket(AdapterJson.parse(bytes("{'id':'s','data':null}"), 100).body());
    assertEquals(Set.of(), read.rooms());
    assertEquals("{}", read.data());
    assertEquals("{}", read.handshake().auth());
  }

  @Test
  void keepsTheBinaryDataOfAClientsAck() throws IOException {
    JsonPayload said =
        new JsonPayload("{\"a\":{\"_placeholder\":true,\"num\":0}}", List.of(new byte[] {7}));
    byte[] written = ResponseFormat.encodeClientAck(new JsonText(100), "req123", said);
    assertEquals(
        "83a47479706509a9726571756573744964a6726571313233a67061636b657481a161c40107",
        HexFormat.of().formatHex(written));
    AdapterResponse read = AdapterResponse.parse(written, 100);
    assertEquals("req123", read.requestId());
    assertEquals(RequestType.BROADCAST_ACK, read.type());
    assertEquals(said.json(), read.payload("packet").json());
    assertArrayEquals(new byte[] {7}, read.payload("packet").attachments().get(0));
  }

  @Test
  void encodesBinaryDataOfAServersAckLikeNode() throws IOException {
    JsonPayload said =
        new JsonPayload(
            "[{\"_placeholder\":true,\"num\":0},2]", List.of(new byte[] {1, (byte) 255}));
    assertEquals(
        "{\"type\":6,\"requestId\":\"r\",\"data\":[{\"type\":\"Buffer\",\"data\":[1,255]},2]}",
        new String(ResponseFormat.encodeServerAck("r", said), StandardCharsets.UTF_8));
  }

  @Test
  void encodesClientCountsLikeServers() {
    assertEquals(
        "{\"type\":8,\"requestId\":\"r\",\"clientCount\":0}",
        new String(ResponseFormat.encodeClientCount("r", 0), StandardCharsets.UTF_8));
  }

  @Test
  void decodesAMissingValueAsNull() throws IOException {
    AdapterResponse adapterResponse =
        AdapterResponse.parse(bytes("{'type':6,'requestId':'r'}"), 100);
    assertEquals(JsonPayload.of("null"), adapterResponse.payload("data"));
  }

  @Test
  void rejectsMalformedResponses() {
    for (String wrong : new String[] {"", "{", "nonsense", "\u0001", "{'a':1}}"}) {
      assertThrows(IOException.class, () -> AdapterResponse.parse(bytes(wrong), 100), wrong);
    }
  }

  private static byte[] bytes(String json) {
    return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }
}
