package io.wsfleet.gateway.adapter;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.wsfleet.gateway.adapter.wire.AdapterJson;
import io.wsfleet.gateway.adapter.wire.Channels;
import io.wsfleet.gateway.bus.Bus;
import io.wsfleet.gateway.bus.BusListener.RemoteSocket;
import io.wsfleet.gateway.bus.BusMessage.Broadcast;
import io.wsfleet.gateway.bus.BusState;
import io.wsfleet.gateway.bus.ClusterQueries.Responses;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.protocol.Event;
import io.wsfleet.gateway.socketio.protocol.JsonPayload;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdapterRequestsTest {
  private static final byte[] BYTES = {1, 2, 3};

  private AdapterPair pair;

  @BeforeEach
  void start() throws Exception {
    pair = new AdapterPair();
  }

  @AfterEach
  void stop() throws Exception {
    pair.close();
  }

  @Test
  void returnsTheSocketsOfAllServers() throws Exception {
    pair.annas.add("/", "a1", "room");
    pair.annas.add("/", "a2");
    pair.berts.add("/", "b1", "room");
    pair.berts.add("/fixed", "b2", "room");
    for (Bus bus : List.of(pair.anna, pair.bert)) {
      assertEquals(Set.of("a1", "a2", "b1"), ids(bus, Audience.all("/")));
      assertEquals(Set.of("a1", "b1"), ids(bus, Audience.room("/", "room")));
      assertEquals(Set.of("b1"), ids(bus, Audience.room("/", "room").except("a1")));
      assertEquals(Set.of("b2"), ids(bus, Audience.all("/fixed")));
    }
    RemoteSocket remote =
        responses(pair.anna.queries().fetchSockets(Audience.room("/", "b1"))).values().get(0);
    assertEquals(
        pair.berts.fetchSockets(Audience.room("/", "b1")).get(0),
        remote,
        "as its own gateway describes it");
  }

  @Test
  void returnsTheRoomsOfAllServersOnce() throws Exception {
    pair.annas.add("/", "a1", "both");
    pair.berts.add("/", "b1", "both", "his");
    Responses<String> rooms = responses(pair.anna.queries().allRooms("/"));
    assertEquals(List.of("a1", "b1", "both", "his"), rooms.values().stream().sorted().toList());
    assertTrue(rooms.complete());
  }

  @Test
  void collectsTheAcknowledgementsOfAllClients() throws Exception {
    pair.annas.add("/", "a1");
    pair.berts.add("/", "b1", "room");
    pair.berts.add("/", "b2", "room");
    Event event = new Event("ask", ",{\"_placeholder\":true,\"num\":0}", List.of(BYTES));
    Broadcast toAll = new Broadcast(event, Audience.all("/"), false);
    Responses<JsonPayload> responses = responses(pair.anna.queries().send(toAll, 5000));
    assertEquals(3, responses.expected());
    assertTrue(responses.complete());
    assertEquals(Set.of("{\"of\":\"a1\"}", "{\"of\":\"b1\"}", "{\"of\":\"b2\"}"), texts(responses));
    assertArrayEquals(BYTES, pair.berts.lastEvent().attachments().get(0));

    Broadcast toRoom = new Broadcast(event, Audience.room("/", "room"), false);
    assertEquals(2, responses(pair.anna.queries().send(toRoom, 5000)).values().size());
    Broadcast toNobody = new Broadcast(event, Audience.room("/", "empty"), false);
    assertEquals(
        new Responses<JsonPayload>(List.of(), true, 0),
        responses(pair.anna.queries().send(toNobody, 5000)));
  }

  @Test
  void returnsWhatItHasAfterTheTimeout() throws Exception {
    pair.annas.add("/", "a1");
    pair.berts.add("/", FakeNode.SILENT);
    Broadcast broadcast = new Broadcast(Event.of("ask"), Audience.all("/"), false);
    assertEquals(
        new Responses<>(List.of(JsonPayload.of("{\"of\":\"a1\"}")), false, 2),
        responses(pair.anna.queries().send(broadcast, 300)));
  }

  @Test
  void sendsAServerSideEmitToTheOtherServers() throws Exception {
    Responses<JsonPayload> responses =
        responses(
            pair.anna.queries().serverSideEmitWithAck("/", Event.of("how", "[\"\\ud800\"]"), 5000));
    assertEquals(
        new Responses<>(List.of(JsonPayload.of("{\"server\":\"bert\"}")), true, 1), responses);
    assertEquals(Event.of("how", "[\"\\ud800\"]"), pair.berts.lastEvent());
  }

  @Test
  void sendsRequestsInANamespaceWithoutClientsHere() throws Exception {
    pair.berts.add("/his", "b1");
    pair.bert.subscribe("/his").toCompletableFuture().get(5, SECONDS);
    assertEquals(Set.of("b1"), ids(pair.anna, Audience.all("/his")));
  }

  @Test
  void returnsIncompleteResponsesIfAServerDoesNotRespond() throws Exception {
    pair.annas.add("/", "a1");
    pair.berts.add("/", "b1");
    RedisConnection mute = pair.connection();
    mute.send(Request.cmd(Command.SUBSCRIBE).arg(new Channels("/").request()));
    await().until(() -> pair.subscribers("/") == 3);
    Responses<RemoteSocket> responses =
        responses(pair.anna.queries().fetchSockets(Audience.all("/")));
    assertFalse(responses.complete());
    assertEquals(2, responses.values().size());
  }

  @Test
  void respondsAloneWithoutRedis() throws Exception {
    pair.annas.add("/", "a1");
    pair.redis.master().stop();
    await().until(() -> pair.anna.state() == BusState.CONNECTING);
    Responses<RemoteSocket> responses =
        responses(pair.anna.queries().fetchSockets(Audience.all("/")));
    assertFalse(responses.complete());
    assertEquals(1, responses.values().size());
    pair.anna.subscribe("/other").toCompletableFuture().get(5, SECONDS);
    pair.redis.master().restart();
    await()
        .until(
            () ->
                pair.anna.state() == BusState.CONNECTED && pair.bert.state() == BusState.CONNECTED);
    // Bert receives the request at the replica, to which he connects before it follows its master.
    await().until(() -> responses(pair.anna.queries().fetchSockets(Audience.all("/"))).complete());
  }

  @Test
  void completesTheOldestOfTooManyRequests() throws Exception {
    pair.berts.add("/", FakeNode.SILENT);
    Broadcast broadcast = new Broadcast(Event.of("ask"), Audience.all("/"), false);
    List<CompletionStage<Responses<JsonPayload>>> sent = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      sent.add(pair.anna.queries().send(broadcast, 60_000));
    }
    assertFalse(responses(sent.get(0)).complete());
    assertFalse(sent.get(1).toCompletableFuture().isDone());
  }

  @Test
  void receivesResponsesOnItsOwnChannelToo() throws Exception {
    RedisConnection peer = pair.connection();
    RedisConnection responder = pair.connection();
    Channels channels = new Channels("/");
    peer.handler(
        push -> {
          if (push.get(0).toString().equals("message")) {
            var request = AdapterJson.newObject();
            try {
              var read = AdapterJson.parse(push.get(2).toBytes(), 100).body();
              request.set("requestId", read.path("requestId"));
              request.putArray("rooms").add("peers").add(7);
              responder.send(
                  Request.cmd(Command.PUBLISH)
                      .arg(channels.responseTo(read.path("uid").asText()))
                      .arg(new String(AdapterJson.bytes(request))));
            } catch (Exception unreadable) {
              throw new AssertionError(unreadable);
            }
          }
        });
    peer.send(Request.cmd(Command.SUBSCRIBE).arg(channels.request()));
    await().until(() -> pair.subscribers("/") == 3);
    Responses<String> rooms = responses(pair.anna.queries().allRooms("/"));
    assertEquals(new Responses<>(rooms.values(), true, 2), rooms);
    assertEquals(Set.of("peers", "7"), Set.copyOf(rooms.values()));
  }

  @Test
  void countsAndDropsMalformedResponses() throws Exception {
    pair.berts.add("/", FakeNode.SILENT);
    Broadcast broadcast = new Broadcast(Event.of("ask"), Audience.all("/"), false);
    CompletionStage<Responses<JsonPayload>> sent = pair.anna.queries().send(broadcast, 60_000);
    await().until(() -> pair.berts.lastEvent().name().equals("ask"));
    RedisConnection responder = pair.connection();
    responder.send(Request.cmd(Command.PUBLISH).arg(new Channels("/").response()).arg("{nonsense"));
    await().until(() -> pair.anna.counters().malformed().sum() == 1);
    assertFalse(sent.toCompletableFuture().isDone());
  }

  private static Set<String> ids(Bus bus, Audience audience) throws Exception {
    Responses<RemoteSocket> responses = responses(bus.queries().fetchSockets(audience));
    assertTrue(responses.complete());
    return responses.values().stream().map(RemoteSocket::id).collect(Collectors.toSet());
  }

  private static Set<String> texts(Responses<JsonPayload> responses) {
    return responses.values().stream().map(JsonPayload::json).collect(Collectors.toSet());
  }

  private static <T> Responses<T> responses(CompletionStage<Responses<T>> stage) throws Exception {
    return stage.toCompletableFuture().get(10, SECONDS);
  }
}
