package io.wsfleet.gateway.adapter;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.wsfleet.gateway.adapter.wire.AdapterJson;
import io.wsfleet.gateway.adapter.wire.Channels;
import io.wsfleet.gateway.bus.Bus;
import io.wsfleet.gateway.bus.BusListener.RemoteSocket;
import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.bus.BusMessage.Broadcast;
import io.wsfleet.gateway.bus.BusState;
import io.wsfleet.gateway.bus.ClusterQueries.Responses;
import io.wsfleet.gateway.bus.TooManyNamespacesException;
import io.wsfleet.gateway.bus.redis.RedisServers;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.protocol.Event;
import io.wsfleet.gateway.socketio.protocol.JsonPayload;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two gateways that ask each other, on a Redis master with a replica. */
class RedisAdapterTest {
  private static final byte[] BYTES = {1, 2, 3};

  private final Vertx vertx = Vertx.vertx();
  private final FakeNode annas = new FakeNode("anna");
  private final FakeNode berts = new FakeNode("bert");
  private RedisServers redis;
  private Bus anna;
  private Bus bert;

  @BeforeEach
  void start() throws Exception {
    redis = RedisServers.masterAndReplica();
    anna = redis.bus(vertx, "anna");
    bert = redis.bus(vertx, "bert");
    anna.start(annas);
    bert.start(berts);
    await().until(() -> anna.state() == BusState.CONNECTED && bert.state() == BusState.CONNECTED);
  }

  @AfterEach
  void stop() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
    redis.close();
  }

  @Test
  void tellsEachTheSocketsOfAll() throws Exception {
    annas.add("/", "a1", "room");
    annas.add("/", "a2");
    berts.add("/", "b1", "room");
    berts.add("/fixed", "b2", "room");
    for (Bus asking : List.of(anna, bert)) {
      assertEquals(Set.of("a1", "a2", "b1"), ids(asking, Audience.all("/")));
      assertEquals(Set.of("a1", "b1"), ids(asking, Audience.room("/", "room")));
      assertEquals(Set.of("b1"), ids(asking, Audience.room("/", "room").except("a1")));
      assertEquals(Set.of("b2"), ids(asking, Audience.all("/fixed")));
    }
    RemoteSocket far =
        answers(anna.queries().fetchSockets(Audience.room("/", "b1"))).values().get(0);
    assertEquals(
        berts.fetchSockets(Audience.room("/", "b1")).get(0), far, "as it is described at home");
  }

  @Test
  void tellsEachTheRoomsOfAllOnce() throws Exception {
    annas.add("/", "a1", "both");
    berts.add("/", "b1", "both", "his");
    Responses<String> rooms = answers(anna.queries().allRooms("/"));
    assertEquals(List.of("a1", "b1", "both", "his"), rooms.values().stream().sorted().toList());
    assertTrue(rooms.complete());
  }

  @Test
  void gathersTheAnswersOfAllClients() throws Exception {
    annas.add("/", "a1");
    berts.add("/", "b1", "room");
    berts.add("/", "b2", "room");
    Event event = new Event("ask", ",{\"_placeholder\":true,\"num\":0}", List.of(BYTES));
    Broadcast toAll = new Broadcast(event, Audience.all("/"), false);
    Responses<JsonPayload> responses = answers(anna.queries().send(toAll, 5000));
    assertEquals(3, responses.expected());
    assertTrue(responses.complete());
    assertEquals(Set.of("{\"of\":\"a1\"}", "{\"of\":\"b1\"}", "{\"of\":\"b2\"}"), texts(responses));
    assertArrayEquals(BYTES, berts.lastEvent().attachments().get(0));

    Broadcast toRoom = new Broadcast(event, Audience.room("/", "room"), false);
    assertEquals(2, answers(anna.queries().send(toRoom, 5000)).values().size());
    Broadcast toNobody = new Broadcast(event, Audience.room("/", "empty"), false);
    assertEquals(
        new Responses<JsonPayload>(List.of(), true, 0),
        answers(anna.queries().send(toNobody, 5000)));
  }

  @Test
  void doesNotWaitForeverForAClientThatIsSilent() throws Exception {
    annas.add("/", "a1");
    berts.add("/", FakeNode.SILENT);
    Broadcast question = new Broadcast(Event.of("ask"), Audience.all("/"), false);
    assertEquals(
        new Responses<>(List.of(JsonPayload.of("{\"of\":\"a1\"}")), false, 2),
        answers(anna.queries().send(question, 300)));
  }

  @Test
  void asksTheOtherServersAndNotItself() throws Exception {
    Responses<JsonPayload> responses =
        answers(anna.queries().serverSideEmitWithAck("/", Event.of("how", "[\"\\ud800\"]"), 5000));
    assertEquals(
        new Responses<>(List.of(JsonPayload.of("{\"server\":\"bert\"}")), true, 1), responses);
    assertEquals(Event.of("how", "[\"\\ud800\"]"), berts.lastEvent());
  }

  @Test
  void tellsTheOtherServersOfAnEvent() {
    anna.publish(new BusMessage.ServerEvent("/fixed", Event.of("news", "1")));
    BusMessage expected = new BusMessage.ServerEvent("/fixed", Event.of("news", "1"));
    await().until(() -> berts.received().equals(List.of(expected)));
    assertEquals(List.of(), annas.received());
  }

  @Test
  void isCountedOnceInEachNamespaceAndOnlyWhereItIs() throws Exception {
    assertEquals(2, subscribers("/"));
    assertEquals(2, subscribers("/fixed"));
    assertEquals(0, subscribers("/other"));
    anna.subscribe("/other").toCompletableFuture().get(5, SECONDS);
    assertEquals(1, subscribers("/other"));
    anna.subscribe("/other").toCompletableFuture().get(5, SECONDS);
    assertEquals(1, subscribers("/other"));
  }

  @Test
  void hearsANamespaceFromWhenItSaysSoUntilNobodyIsThereAnyMore() throws Exception {
    annas.add("/*?[x]", "a1");
    anna.subscribe("/*?[x]").toCompletableFuture().get(5, SECONDS);
    for (String namespace : List.of("/abx", "/*?[x]")) {
      bert.publish(new Broadcast(Event.of("e"), Audience.all(namespace), false));
    }
    await().until(() -> !annas.received().isEmpty());
    assertEquals("/*?[x]", annas.received().get(0).namespace());

    anna.subscribe("/empty").toCompletableFuture().get(5, SECONDS);
    await().until(() -> subscribers("/empty") == 0);
    assertEquals(1, subscribers("/*?[x]"), "somebody is there");
    annas.removeAll();
    await().until(() -> subscribers("/*?[x]") == 0);
    assertEquals(2, subscribers("/"), "fixed");
  }

  @Test
  void keepsApartNamespacesWhoseChannelsLookAlike() throws Exception {
    annas.add("/a", "a1", "b");
    annas.add("/a#b", "a2");
    anna.subscribe("/a").toCompletableFuture().get(5, SECONDS);
    anna.subscribe("/a#b").toCompletableFuture().get(5, SECONDS);
    Broadcast toAll = new Broadcast(Event.of("one"), Audience.all("/a#b"), false);
    Broadcast toRoom = new Broadcast(Event.of("two"), Audience.room("/a", "b"), false);
    bert.publish(toAll);
    bert.publish(toRoom);
    await().until(() -> annas.received().size() == 2);
    assertEquals(List.of(toAll, toRoom), annas.received());
  }

  @Test
  void refusesOneNamespaceTooMany() throws Exception {
    anna.subscribe("/one").toCompletableFuture().get(5, SECONDS);
    anna.subscribe("/two").toCompletableFuture().get(5, SECONDS);
    ExecutionException refused =
        assertThrows(
            ExecutionException.class,
            () -> anna.subscribe("/three").toCompletableFuture().get(5, SECONDS));
    assertInstanceOf(TooManyNamespacesException.class, refused.getCause());
    assertEquals(1, anna.counters().rejectedNamespaces().sum());
  }

  @Test
  void asksInANamespaceInWhichNobodyIsHere() throws Exception {
    berts.add("/his", "b1");
    bert.subscribe("/his").toCompletableFuture().get(5, SECONDS);
    assertEquals(Set.of("b1"), ids(anna, Audience.all("/his")));
  }

  @Test
  void saysWhatItKnowsAndThatItIsNotAllWhereAMemberDoesNotAnswer() throws Exception {
    annas.add("/", "a1");
    berts.add("/", "b1");
    RedisConnection mute = connection();
    mute.send(Request.cmd(Command.SUBSCRIBE).arg(new Channels("/").request()));
    await().until(() -> subscribers("/") == 3);
    Responses<RemoteSocket> responses = answers(anna.queries().fetchSockets(Audience.all("/")));
    assertFalse(responses.complete());
    assertEquals(2, responses.values().size());
  }

  @Test
  void asksItselfAloneWhileRedisIsAway() throws Exception {
    annas.add("/", "a1");
    redis.master().stop();
    await().until(() -> anna.state() == BusState.CONNECTING);
    Responses<RemoteSocket> responses = answers(anna.queries().fetchSockets(Audience.all("/")));
    assertFalse(responses.complete());
    assertEquals(1, responses.values().size());
    anna.subscribe("/other").toCompletableFuture().get(5, SECONDS);
    redis.master().restart();
    await().until(() -> anna.state() == BusState.CONNECTED && bert.state() == BusState.CONNECTED);
    // Bert hears the question at the replica, which is connected before it follows its master
    // again.
    await().until(() -> answers(anna.queries().fetchSockets(Audience.all("/"))).complete());
  }

  @Test
  void givesUpTheOldestOfTooManyQuestions() throws Exception {
    berts.add("/", FakeNode.SILENT);
    Broadcast question = new Broadcast(Event.of("ask"), Audience.all("/"), false);
    List<CompletionStage<Responses<JsonPayload>>> asked = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      asked.add(anna.queries().send(question, 60_000));
    }
    assertFalse(answers(asked.get(0)).complete());
    assertFalse(asked.get(1).toCompletableFuture().isDone());
  }

  @Test
  void hearsAnswersOnItsOwnChannelToo() throws Exception {
    RedisConnection peer = connection();
    RedisConnection voice = connection();
    Channels channels = new Channels("/");
    peer.handler(
        push -> {
          if (push.get(0).toString().equals("message")) {
            var request = AdapterJson.newObject();
            try {
              var read = AdapterJson.parse(push.get(2).toBytes(), 100).body();
              request.set("requestId", read.path("requestId"));
              request.putArray("rooms").add("peers").add(7);
              voice.send(
                  Request.cmd(Command.PUBLISH)
                      .arg(channels.responseTo(read.path("uid").asText()))
                      .arg(new String(AdapterJson.bytes(request))));
            } catch (Exception unreadable) {
              throw new AssertionError(unreadable);
            }
          }
        });
    peer.send(Request.cmd(Command.SUBSCRIBE).arg(channels.request()));
    await().until(() -> subscribers("/") == 3);
    Responses<String> rooms = answers(anna.queries().allRooms("/"));
    assertEquals(new Responses<>(rooms.values(), true, 2), rooms);
    assertEquals(Set.of("peers", "7"), Set.copyOf(rooms.values()));
  }

  @Test
  void countsAndDropsAnswersThatAreMalformed() throws Exception {
    berts.add("/", FakeNode.SILENT);
    Broadcast question = new Broadcast(Event.of("ask"), Audience.all("/"), false);
    CompletionStage<Responses<JsonPayload>> asked = anna.queries().send(question, 60_000);
    await().until(() -> berts.lastEvent().name().equals("ask"));
    RedisConnection voice = connection();
    voice.send(Request.cmd(Command.PUBLISH).arg(new Channels("/").response()).arg("{nonsense"));
    await().until(() -> anna.counters().malformed().sum() == 1);
    assertFalse(asked.toCompletableFuture().isDone());
  }

  private static Set<String> ids(Bus asking, Audience audience) throws Exception {
    Responses<RemoteSocket> responses = answers(asking.queries().fetchSockets(audience));
    assertTrue(responses.complete());
    return responses.values().stream().map(RemoteSocket::id).collect(Collectors.toSet());
  }

  private static Set<String> texts(Responses<JsonPayload> responses) {
    return responses.values().stream().map(JsonPayload::json).collect(Collectors.toSet());
  }

  private static <T> Responses<T> answers(CompletionStage<Responses<T>> stage) throws Exception {
    return stage.toCompletableFuture().get(10, SECONDS);
  }

  private int subscribers(String namespace) throws Exception {
    RedisConnection connection = connection();
    try {
      Response counts =
          get(
              connection.send(
                  Request.cmd(Command.PUBSUB)
                      .arg("NUMSUB")
                      .arg(new Channels(namespace).request())));
      return counts.get(1).toInteger();
    } finally {
      connection.close();
    }
  }

  private RedisConnection connection() throws Exception {
    RedisOptions options =
        new RedisOptions()
            .setConnectionString("redis://127.0.0.1:" + redis.master().port())
            .setPassword(RedisServers.PASSWORD);
    return get(Redis.createClient(vertx, options).connect());
  }

  private static <T> T get(io.vertx.core.Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(10, SECONDS);
  }
}
