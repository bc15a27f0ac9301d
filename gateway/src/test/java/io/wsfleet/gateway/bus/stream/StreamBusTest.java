package io.wsfleet.gateway.bus.stream;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.wsfleet.contract.redis.LuaScript;
import io.wsfleet.contract.redis.StreamKeys;
import io.wsfleet.gateway.bus.Bus;
import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.bus.BusMessage.Broadcast;
import io.wsfleet.gateway.bus.BusState;
import io.wsfleet.gateway.bus.ProducerSequence;
import io.wsfleet.gateway.bus.PublishResult;
import io.wsfleet.gateway.bus.RecordingListener;
import io.wsfleet.gateway.bus.SessionStore;
import io.wsfleet.gateway.bus.SessionStoreContract;
import io.wsfleet.gateway.bus.redis.RedisServers;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.protocol.Event;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamBusTest {
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
  }

  @Test
  void tellsAllMembersTheSameInTheSameOrder() throws Exception {
    try (RedisServers redis = RedisServers.masterAndReplica()) {
      Bus anna = redis.stream(vertx, "anna");
      Bus bert = redis.stream(vertx, "bert");
      RecordingListener atAnna = RecordingListener.connected(anna);
      RecordingListener atBert = RecordingListener.connected(bert);
      for (int i = 0; i < 1000; i++) {
        anna.publish(message("anna", i));
        bert.publish(message("bert", i));
      }
      await().until(() -> atAnna.size() == 2000 && atBert.size() == 2000);
      assertEquals(atAnna.received(), atBert.received());
      assertEquals(messages("anna", 1000), only("anna", atAnna));
      assertEquals(messages("bert", 1000), only("bert", atAnna));
      assertEquals(1000, anna.counters().published().sum());
      assertEquals(anna.position(), bert.position());
    }
  }

  @Test
  void tellsNobodyWhatWasSaidBeforeHeCame() throws Exception {
    try (RedisServers redis = RedisServers.one()) {
      Bus anna = redis.stream(vertx, "anna");
      RecordingListener.connected(anna);
      publishAll(anna, 0, 100);
      Bus bert = redis.stream(vertx, "bert");
      RecordingListener atBert = RecordingListener.connected(bert);
      anna.publish(message("anna", 100));
      await().until(() -> atBert.size() > 0);
      assertEquals(List.of(message("anna", 100)), atBert.received());
      assertEquals(101, atBert.appended(), "but he knows of it");
      assertEquals(0, bert.counters().missedMessages().sum());
    }
  }

  @Test
  void fetchesWhatWasPublishedWhileItWasCutOff() throws Exception {
    try (RedisServers redis = RedisServers.masterAndReplica()) {
      Bus anna = redis.stream(vertx, "anna");
      Bus bert = redis.stream(vertx, "bert");
      RecordingListener.connected(anna);
      RecordingListener atBert = RecordingListener.connected(bert);
      publishAll(anna, 0, 100);
      await().until(() -> atBert.size() == 100);
      redis.replica().stop();
      await().until(() -> bert.state() == BusState.CONNECTING);
      publishAll(anna, 100, 300);
      redis.replica().restart();
      await().until(() -> atBert.size() >= 300);
      assertEquals(messages("anna", 300), atBert.received());
      assertEquals(0, bert.counters().missedMessages().sum());
    }
  }

  @Test
  void saysEverythingOnceThoughTheConnectionsBreakAgainAndAgain() throws Exception {
    try (RedisServers redis = RedisServers.one()) {
      Bus anna = redis.stream(vertx, "anna");
      Bus bert = redis.stream(vertx, "bert");
      RecordingListener atAnna = RecordingListener.connected(anna);
      RecordingListener atBert = RecordingListener.connected(bert);
      CompletableFuture<?>[] taken = new CompletableFuture<?>[3000];
      for (int i = 0; i < taken.length; i++) {
        taken[i] = anna.publish(message("anna", i)).toCompletableFuture();
        if (i % 100 == 99) {
          String which = i % 200 == 99 ? "normal" : "pubsub";
          send(redis, Request.cmd(Command.CLIENT).arg("KILL").arg("TYPE").arg(which));
        }
      }
      CompletableFuture.allOf(taken).get(30, SECONDS);
      await().until(() -> atBert.size() >= 3000 && atAnna.size() >= 3000);
      assertEquals(messages("anna", 3000), atBert.received());
      assertEquals(messages("anna", 3000), atAnna.received());
      assertTrue(anna.counters().reconnects().sum() > 0);
      assertEquals(0, anna.counters().publishFailures().sum());
    }
  }

  @Test
  void isToldAtTheReplicaOfWhatIsWrittenAtTheMaster() throws Exception {
    try (RedisServers redis = RedisServers.masterAndReplica()) {
      Bus anna = redis.streamWithoutPolling(vertx, "anna");
      Bus bert = redis.streamWithoutPolling(vertx, "bert");
      RecordingListener.connected(anna);
      RecordingListener atBert = RecordingListener.connected(bert);
      for (int i = 0; i < 100; i++) {
        anna.publish(message("anna", i)).toCompletableFuture().get(5, SECONDS);
      }
      await().until(() -> atBert.size() >= 100);
      assertEquals(messages("anna", 100), atBert.received());
    }
  }

  @Test
  void hearsWhatWasWrittenThoughNobodyWasToldOfIt() throws Exception {
    try (RedisServers redis = RedisServers.one()) {
      Bus anna = redis.stream(vertx, "anna");
      RecordingListener atAnna = RecordingListener.connected(anna);
      await().until(() -> anna.state() == BusState.CONNECTED);
      byte[] message = EntryFormat.encode(message("bert", 0));
      send(redis, entry("1-1", "p", "bert").arg("n").arg("1").arg("1").arg(message));
      send(redis, Request.cmd(Command.HSET).arg(StreamKeys.HEAD).arg("number").arg("1"));
      await().until(() -> atAnna.size() > 0);
      anna.publish(message("bert", 1));
      await().until(() -> atAnna.size() >= 2);
      assertEquals(messages("bert", 2), atAnna.received());
    }
  }

  @Test
  void believesNoPushThatDoesNotFollow() throws Exception {
    try (RedisServers redis = RedisServers.one()) {
      Bus anna = redis.stream(vertx, "anna");
      RecordingListener atAnna = RecordingListener.connected(anna);
      String history = anna.position() == null ? "" : anna.position().epoch();
      for (int i = 0; i < 100; i++) {
        anna.publish(message("anna", i));
        send(redis, push("x"));
        send(redis, push("\u0096\u00a1h\u00a11\u00a29\u00a1p\u00a11\u00a1x"));
        send(redis, push("\u0096\u00a6" + history + "\u00a11\u00a49999\u00a1p\u00a11\u00a1x"));
      }
      await().until(() -> atAnna.size() >= 100);
      assertEquals(messages("anna", 100), atAnna.received());
      assertEquals(0, anna.counters().missedMessages().sum());
      assertEquals(0, anna.counters().lostEpochs().sum());
    }
  }

  @Test
  void takesOfABatchThatIsSentAgainOnlyWhatItHasNotTaken() throws Exception {
    try (RedisServers redis = RedisServers.one()) {
      Bus anna = redis.stream(vertx, "anna");
      RecordingListener atAnna = RecordingListener.connected(anna);
      await().until(() -> anna.state() == BusState.CONNECTED);
      assertEquals("1-3", send(redis, batch(1, 0, 1, 2)).get(0).toString());
      assertEquals("known", send(redis, batch(2, 1, 2)).get(0).toString());
      assertEquals("1-5", send(redis, batch(2, 1, 2, 3, 4)).get(0).toString());
      assertEquals("1-6", send(redis, batch(9, 5)).get(0).toString(), "a Redis that has lost some");
      assertEquals("skipped", send(redis, batch(10, -1)).get(0).toString());
      assertEquals("1-7", send(redis, batch(10, -1, 6)).get(0).toString());
      await().until(() -> atAnna.size() >= 7);
      assertEquals(messages("bert", 7), atAnna.received());
    }
  }

  @Test
  void takesTheNumbersOfASenderOnceAndOneAfterAnother() throws Exception {
    try (RedisServers redis = RedisServers.one()) {
      Bus anna = redis.stream(vertx, "anna");
      Bus bert = redis.stream(vertx, "bert");
      RecordingListener atAnna = RecordingListener.connected(anna);
      RecordingListener.connected(bert);
      assertEquals(new PublishResult.Published(), say(anna, 41, 0));
      assertEquals(new PublishResult.Duplicate(), say(bert, 41, 0));
      assertEquals(new PublishResult.Published(), say(bert, 42, 1));
      assertEquals(new PublishResult.Duplicate(), say(anna, 7, 9));
      assertEquals(new PublishResult.OutOfSequence(43), say(anna, 44, 9));
      List<CompletableFuture<PublishResult>> many =
          IntStream.range(0, 100)
              .mapToObj(i -> (i % 2 == 0 ? anna : bert).publish(message("shop", 2), turn(43)))
              .map(stage -> stage.toCompletableFuture())
              .toList();
      int taken = 0;
      for (CompletableFuture<PublishResult> each : many) {
        taken += each.get(5, SECONDS) instanceof PublishResult.Published ? 1 : 0;
      }
      assertEquals(1, taken, "of many at a time");
      assertEquals(new PublishResult.Published(), say(anna, 44, 3));
      await().until(() -> atAnna.size() >= 4);
      assertEquals(messages("shop", 4), atAnna.received());
      long millis = send(redis, Request.cmd(Command.PTTL).arg(StreamKeys.sender("shop"))).toLong();
      assertTrue(millis > 3_500_000 && millis <= 3_600_000, millis + " ms to live");
    }
  }

  @Test
  void saysAgainWhatBecameOfAMessageWhoseAnswerWasLost() throws Exception {
    try (RedisServers redis = RedisServers.one()) {
      Bus anna = redis.stream(vertx, "anna");
      RecordingListener.connected(anna);
      Request first = turned("1 1 5 2 1 7", 1, 0, 1);
      assertEquals(List.of("taken", "6"), fates(send(redis, first)));
      assertEquals(List.of("taken", "6"), fates(send(redis, turned("1 1 5 2 1 7", 1, 0, 1))));
      assertEquals(List.of("6", "taken"), fates(send(redis, turned("1 1 7 2 1 6", 2, 1, 2))));
      assertEquals(List.of("known"), fates(send(redis, turned("1 1 6", 9, 2))));
    }
  }

  private static List<String> fates(Response answer) {
    return answer.get(2).stream().map(Response::toString).toList();
  }

  private static PublishResult say(Bus bus, long number, int message) throws Exception {
    return bus.publish(message("shop", message), turn(number))
        .toCompletableFuture()
        .get(5, SECONDS);
  }

  private static ProducerSequence turn(long number) {
    return new ProducerSequence("shop", number);
  }

  @Test
  void boundsWhatWaitsWhileTheMasterIsAwayAndTellsItsOwnAllTheSame() throws Exception {
    try (RedisServers redis = RedisServers.one()) {
      Bus anna = redis.stream(vertx, "anna");
      RecordingListener atAnna = RecordingListener.connected(anna);
      redis.master().stop();
      await().until(() -> anna.state() == BusState.CONNECTING);
      String large = "\"" + "x".repeat(100_000) + "\"";
      for (int i = 0; i < 300; i++) {
        anna.publish(new Broadcast(Event.of("large", large), Audience.all("/"), false));
        if (i == 50) {
          await().until(() -> atAnna.size() == 51);
        }
      }
      assertTrue(anna.pendingPublishes() < 100, anna.pendingPublishes() + " of 100 kB wait");
      assertTrue(anna.counters().publishFailures().sum() >= 200);
    }
  }

  @Test
  void losesNoHistoryThoughItsReplicaIsEmptiedAndFilledAgain() throws Exception {
    try (RedisServers redis = RedisServers.masterAndReplica()) {
      Bus anna = redis.stream(vertx, "anna");
      RecordingListener atAnna = RecordingListener.connected(anna);
      publishAll(anna, 0, 100);
      await().until(() -> atAnna.size() == 100);
      redis.replica().rawCommand("REPLICAOF", "NO", "ONE");
      redis.replica().rawCommand("FLUSHALL");
      await().until(() -> anna.state() == BusState.CONNECTING);
      publishAll(anna, 100, 200);
      redis.replica().rawCommand("REPLICAOF", "127.0.0.1", String.valueOf(redis.master().port()));
      await().until(() -> atAnna.size() >= 200);
      assertEquals(messages("anna", 200), atAnna.received());
      assertEquals(0, anna.counters().lostEpochs().sum());
      assertEquals(0, anna.counters().missedMessages().sum());
    }
  }

  @Test
  void takesLaterWhatCouldNotBeWritten() throws Exception {
    try (RedisServers redis = RedisServers.one()) {
      Bus anna = redis.stream(vertx, "anna");
      RecordingListener.connected(anna);
      await().until(() -> anna.state() == BusState.CONNECTED);
      send(redis, entry("1-5", "of", "another term"));
      assertThrows(ExecutionException.class, () -> send(redis, batch(1, 0, 1)));
      send(redis, Request.cmd(Command.HSET).arg(StreamKeys.HEAD).arg("number").arg("5"));
      assertEquals("1-7", send(redis, batch(1, 0, 1)).get(0).toString());
    }
  }

  @Test
  void saysThatTheHistoryIsLostWhenRedisComesBackEmptyAndGoesOn() throws Exception {
    try (RedisServers redis = RedisServers.masterAndReplica()) {
      Bus anna = redis.stream(vertx, "anna");
      Bus bert = redis.stream(vertx, "bert");
      RecordingListener.connected(anna);
      RecordingListener atBert = RecordingListener.connected(bert);
      publishAll(anna, 0, 50);
      await().until(() -> atBert.size() == 50);
      String before = bert.position().epoch();
      redis.master().stop();
      redis.master().restart();
      await().until(() -> bert.counters().lostEpochs().sum() == 1);
      await().until(() -> anna.state() == BusState.CONNECTED);
      publishAll(anna, 50, 100);
      await().until(() -> atBert.size() >= 100);
      assertEquals(messages("anna", 100), atBert.received());
      assertNotEquals(before, bert.position().epoch());
      assertEquals(2, atBert.resets(), "at the beginning, and when it was lost");
    }
  }

  @Test
  void noticesAHistoryThatWasReplacedBehindItsBack() throws Exception {
    try (RedisServers redis = RedisServers.one()) {
      Bus anna = redis.stream(vertx, "anna");
      RecordingListener atAnna = RecordingListener.connected(anna);
      publishAll(anna, 0, 50);
      await().until(() -> atAnna.size() == 50);
      send(redis, Request.cmd(Command.DEL).arg(StreamKeys.STREAM).arg(StreamKeys.HEAD));
      publishAll(anna, 50, 100);
      await().until(() -> atAnna.size() >= 100);
      assertEquals(messages("anna", 100), atAnna.received());
      assertEquals(1, anna.counters().lostEpochs().sum());
    }
  }

  @Test
  void saysHowMuchItMissedWhenTheStreamWasCutOffMeanwhile() throws Exception {
    try (RedisServers redis = RedisServers.masterAndReplica()) {
      StreamSettings few = new StreamSettings(100, 10_000_000, 30_000, 1000);
      Bus anna = redis.stream(vertx, "anna", few);
      Bus bert = redis.stream(vertx, "bert", few);
      RecordingListener.connected(anna);
      RecordingListener atBert = RecordingListener.connected(bert);
      publishAll(anna, 0, 10);
      await().until(() -> atBert.size() == 10);
      redis.replica().stop();
      await().until(() -> bert.state() == BusState.CONNECTING);
      publishAll(anna, 10, 1000);
      redis.replica().restart();
      await().until(() -> atBert.received().contains(message("anna", 999)));
      assertEquals(1000 - atBert.size(), bert.counters().missedMessages().sum());
      assertTrue(atBert.size() >= 100 && atBert.size() < 1000, atBert.size() + " were heard");
    }
  }

  @Test
  void keepsNoMoreBytesThanItMay() throws Exception {
    try (RedisServers redis = RedisServers.one()) {
      Bus anna = redis.stream(vertx, "anna", new StreamSettings(100_000, 1_000_000, 30_000, 1000));
      RecordingListener.connected(anna);
      String large = "\"" + "x".repeat(50_000) + "\"";
      for (int i = 0; i < 100; i++) {
        Event event = Event.of("large", large);
        anna.publish(new Broadcast(event, Audience.all("/"), false))
            .toCompletableFuture()
            .get(5, SECONDS);
      }
      long entries = send(redis, Request.cmd(Command.XLEN).arg(StreamKeys.STREAM)).toLong();
      assertTrue(entries >= 15 && entries <= 22, entries + " entries of 50 kB are kept");
    }
  }

  @Test
  void tellsItsOwnWhileTheMasterIsAwayAndTheOthersOnceWhenItIsBack() throws Exception {
    try (RedisServers redis = RedisServers.one()) {
      Bus anna = redis.stream(vertx, "anna");
      Bus bert = redis.stream(vertx, "bert");
      RecordingListener atAnna = RecordingListener.connected(anna);
      RecordingListener atBert = RecordingListener.connected(bert);
      redis.master().stop();
      await().until(() -> anna.state() == BusState.CONNECTING);
      CompletableFuture<?>[] taken = new CompletableFuture<?>[100];
      for (int i = 0; i < taken.length; i++) {
        taken[i] = anna.publish(message("anna", i)).toCompletableFuture();
      }
      await().until(() -> atAnna.size() == 100);
      assertTrue(!taken[0].isDone(), "it is not taken yet");
      redis.master().restart();
      CompletableFuture.allOf(taken).get(10, SECONDS);
      anna.publish(message("anna", 100));
      await().until(() -> atBert.size() >= 101 && atAnna.size() >= 101);
      assertEquals(messages("anna", 101), atBert.received());
      assertEquals(messages("anna", 101), atAnna.received());
    }
  }

  @Test
  void hasOneOrderAgainFromTheMomentThatTheMasterIsBack() throws Exception {
    try (RedisServers redis = RedisServers.one()) {
      Bus anna = redis.stream(vertx, "anna");
      Bus bert = redis.stream(vertx, "bert");
      RecordingListener atAnna = RecordingListener.connected(anna);
      RecordingListener atBert = RecordingListener.connected(bert);
      redis.master().stop();
      anna.publish(message("anna", 0));
      bert.publish(message("bert", 0));
      await().until(() -> atAnna.size() == 1 && atBert.size() == 1);
      redis.master().restart();
      await()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(1))
          .until(
              () ->
                  anna.state() == BusState.CONNECTED
                      && bert.state() == BusState.CONNECTED
                      && atAnna.size() == 2
                      && atBert.size() == 2);
      for (int i = 1; i < 10; i++) {
        anna.publish(message("anna", i));
        bert.publish(message("bert", i));
      }
      await().until(() -> atAnna.size() == 20 && atBert.size() == 20);
      assertEquals(atAnna.received().subList(2, 20), atBert.received().subList(2, 20));
    }
  }

  @Test
  void givesUpWhatCouldNotBePublishedInTime() throws Exception {
    try (RedisServers redis = RedisServers.one()) {
      Bus anna = redis.stream(vertx, "anna", new StreamSettings(100, 10_000_000, 200, 1000));
      RecordingListener.connected(anna);
      redis.master().stop();
      await().until(() -> anna.state() == BusState.CONNECTING);
      CompletableFuture<Void> taken = anna.publish(message("anna", 0)).toCompletableFuture();
      assertThrows(ExecutionException.class, () -> taken.get(5, SECONDS));
      assertEquals(1, anna.counters().publishFailures().sum());
      redis.master().restart();
      await().until(() -> anna.state() == BusState.CONNECTED);
      anna.publish(message("anna", 1)).toCompletableFuture().get(5, SECONDS);
    }
  }

  @Test
  void runsWhatIsAskedForBetweenTwoMessages() throws Exception {
    try (RedisServers redis = RedisServers.one()) {
      Bus anna = redis.stream(vertx, "anna");
      RecordingListener atAnna = RecordingListener.connected(anna);
      List<Long> differences = new java.util.concurrent.CopyOnWriteArrayList<>();
      for (int i = 0; i < 500; i++) {
        anna.publish(message("anna", i));
        anna.serialize(() -> differences.add(anna.position().id().number() - atAnna.size()));
      }
      await().until(() -> atAnna.size() == 500 && differences.size() == 500);
      assertTrue(differences.stream().allMatch(each -> each == 0), differences::toString);
    }
  }

  @Test
  void passesOverEntriesThatItCannotRead() throws Exception {
    try (RedisServers redis = RedisServers.one()) {
      Bus anna = redis.stream(vertx, "anna");
      RecordingListener atAnna = RecordingListener.connected(anna);
      publishAll(anna, 0, 1);
      send(redis, entry("1-2", "2", "a later version"));
      send(redis, entry("1-3", "1", "nonsense"));
      send(redis, Request.cmd(Command.HSET).arg(StreamKeys.HEAD).arg("number").arg("3"));
      publishAll(anna, 1, 2);
      await().until(() -> atAnna.size() == 2);
      assertEquals(messages("anna", 2), atAnna.received());
      assertEquals(2, anna.counters().malformed().sum());
    }
  }

  @Test
  void letsOneMemberAtATimeOwnADeposit() throws Exception {
    try (RedisServers redis = RedisServers.one()) {
      Bus anna = redis.stream(vertx, "anna");
      Bus bert = redis.stream(vertx, "bert");
      RecordingListener.connected(anna);
      RecordingListener.connected(bert);
      SessionStoreContract.check(anna.sessionStore(), bert.sessionStore());
      SessionStoreContract.checkHeld(anna.sessionStore(), bert.sessionStore());
      redis.master().stop();
      await().until(() -> anna.state() == BusState.CONNECTING);
      CompletableFuture<SessionStore.ClaimedSession> taken =
          anna.sessionStore().claim("x", 1000).toCompletableFuture();
      assertThrows(ExecutionException.class, () -> taken.get(5, SECONDS));
    }
  }

  private static Request entry(String id, String field, String value) {
    return Request.cmd(Command.XADD).arg(StreamKeys.STREAM).arg(id).arg(field).arg(value);
  }

  /** The script with the messages of these numbers; a negative one was given up. */
  private static Request batch(int first, int... messages) {
    return turned("", first, messages);
  }

  /** The same with turns of a sender. */
  private static Request turned(String turns, int first, int... messages) {
    Request request =
        Request.cmd(Command.EVAL)
            .arg(LuaScript.PUBLISH.text())
            .arg(4)
            .arg(StreamKeys.STREAM)
            .arg(StreamKeys.HEAD)
            .arg(StreamKeys.producer("bert"))
            .arg(StreamKeys.sender("shop"))
            .arg("bert")
            .arg(first)
            .arg(1000)
            .arg(1_000_000)
            .arg(60_000)
            .arg(turns);
    for (int each : messages) {
      request.arg(each < 0 ? new byte[0] : EntryFormat.encode(message("bert", each)));
    }
    return request;
  }

  private static Request push(String latin1) {
    return Request.cmd(Command.PUBLISH)
        .arg(StreamKeys.STREAM)
        .arg(latin1.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static void publishAll(Bus bus, int from, int to) throws Exception {
    CompletableFuture<?>[] taken =
        IntStream.range(from, to)
            .mapToObj(i -> bus.publish(message("anna", i)).toCompletableFuture())
            .toArray(CompletableFuture<?>[]::new);
    CompletableFuture.allOf(taken).get(10, SECONDS);
  }

  private static Broadcast message(String sender, int number) {
    return new Broadcast(Event.of(sender, String.valueOf(number)), Audience.all("/"), false);
  }

  private static List<Broadcast> messages(String sender, int count) {
    return IntStream.range(0, count).mapToObj(i -> message(sender, i)).toList();
  }

  private static List<BusMessage> only(String sender, RecordingListener recordingListener) {
    return recordingListener.received().stream()
        .filter(each -> ((Broadcast) each).event().name().equals(sender))
        .toList();
  }

  private Response send(RedisServers redis, Request request) throws Exception {
    RedisOptions options =
        new RedisOptions()
            .setConnectionString("redis://127.0.0.1:" + redis.master().port())
            .setPassword(RedisServers.PASSWORD);
    Redis client = Redis.createClient(vertx, options);
    try {
      return client.send(request).toCompletionStage().toCompletableFuture().get(10, SECONDS);
    } finally {
      client.close();
    }
  }
}
