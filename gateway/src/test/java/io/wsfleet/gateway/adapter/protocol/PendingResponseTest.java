package io.wsfleet.gateway.adapter.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.gateway.adapter.wire.ResponseFormat.AdapterResponse;
import io.wsfleet.gateway.bus.BusMessage.Broadcast;
import io.wsfleet.gateway.bus.ClusterQueries.Responses;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.protocol.Event;
import io.wsfleet.gateway.socketio.protocol.JsonPayload;
import io.wsfleet.gateway.socketio.protocol.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class PendingResponseTest {
  private static final AdapterRequest<String> ROOMS = new AdapterRequest.AllRooms("/");
  private static final AdapterRequest<JsonPayload> SERVERS =
      new AdapterRequest.ServerSideEmit("/", Event.of("e"));
  private static final AdapterRequest<JsonPayload> CLIENTS =
      new AdapterRequest.BroadcastWithAck(
          new JsonText(100), new Broadcast(Event.of("e"), Audience.all("/"), false), 100);

  @Test
  void completesOnceEachServerHasResponded() {
    PendingResponse<String> pendingResponse = new PendingResponse<>(ROOMS, 2);
    pendingResponse.addServerValues(List.of("a"));
    assertFalse(pendingResponse.done().isDone());
    pendingResponse.addServerValues(List.of("b", "c"));
    assertEquals(new Responses<>(List.of("a", "b", "c"), true, 3), pendingResponse.done().join());
  }

  @Test
  void waitsForServersThatAreAddedLater() {
    PendingResponse<String> pendingResponse = new PendingResponse<>(ROOMS, 2);
    pendingResponse.addServerValues(List.of());
    pendingResponse.addServers(1);
    pendingResponse.addServerValues(List.of("a"));
    assertFalse(pendingResponse.done().isDone());
    pendingResponse.addServerValues(List.of("b"));
    assertTrue(pendingResponse.done().join().complete());
  }

  @Test
  void waitsForAllAnnouncedValues() throws IOException {
    PendingResponse<JsonPayload> pendingResponse = new PendingResponse<>(CLIENTS, 2);
    pendingResponse.expectValues(1);
    pendingResponse.onResponse(answer("{'requestId':'x','type':8,'clientCount':2}"));
    pendingResponse.onResponse(answer("{'requestId':'x','type':9,'packet':'one'}"));
    pendingResponse.addValue(JsonPayload.of("2"));
    assertFalse(pendingResponse.done().isDone());
    pendingResponse.onResponse(answer("{'requestId':'x','type':9}"));
    assertEquals(
        List.of("\"one\"", "2", "null"),
        pendingResponse.done().join().values().stream().map(JsonPayload::json).toList());
  }

  @Test
  void isIncompleteAfterTheTimeout() {
    PendingResponse<JsonPayload> pendingResponse = new PendingResponse<>(SERVERS, 3);
    pendingResponse.addServers(-1);
    pendingResponse.addServerValues(List.of(JsonPayload.of("1")));
    pendingResponse.complete();
    assertEquals(
        new Responses<>(List.of(JsonPayload.of("1")), false, 2), pendingResponse.done().join());
  }

  @Test
  void isIncompleteWithoutUnreachableServers() {
    PendingResponse<String> pendingResponse = new PendingResponse<>(ROOMS, 2);
    pendingResponse.addServerValues(List.of("a"));
    pendingResponse.removeServers(1);
    assertEquals(new Responses<>(List.of("a"), false, 1), pendingResponse.done().join());
  }

  @Test
  void waitsForItsOwnClientsWithoutUnreachableServers() {
    PendingResponse<JsonPayload> pendingResponse = new PendingResponse<>(CLIENTS, 2);
    pendingResponse.expectValues(1);
    pendingResponse.removeServers(1);
    assertFalse(pendingResponse.done().isDone());
    pendingResponse.addValue(JsonPayload.of("1"));
    assertFalse(pendingResponse.done().join().complete());
  }

  @Test
  void completesOnce() {
    PendingResponse<String> pendingResponse = new PendingResponse<>(ROOMS, 1);
    pendingResponse.complete();
    pendingResponse.addServerValues(List.of("late"));
    assertEquals(List.of(), pendingResponse.done().join().values());
  }

  private static AdapterResponse answer(String json) throws IOException {
    return AdapterResponse.parse(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), 100);
  }
}
