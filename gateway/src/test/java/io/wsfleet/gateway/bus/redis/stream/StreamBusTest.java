package io.wsfleet.gateway.bus.redis.stream;

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
import io.wsfleet.gateway.bus.Bus;
import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.bus.BusMessage.Broadcast;
import io.wsfleet.gateway.bus.BusState;
import io.wsfleet.gateway.bus.Deposits;
import io.wsfleet.gateway.bus.Listener;
import io.wsfleet.gateway.bus.Receipt;
import io.wsfleet.gateway.bus.Turn;
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
      Listener atAnna = Listener.startedOn(anna);
      Listener atBert = Listener.startedOn(bert);
      for (int i = 0; i < 1000; i++) {
        anna.publish(message("anna", i));
        bert.publish(message("bert", i));
      }
      await().until(() -> atAnna.size() == 2000 && atBert.size() == 2000);
      assertEquals(atAnna.heard(), atBert.heard());
      assertEquals(messages("anna", 1000), only("anna", atAnna));
      assertEquals(messages("bert", 1000), only("bert", atAnna));
      assertEquals(1000, anna.counters().published().sum());
      assertEquals(anna.offset(), bert.offset());
    }
  }

  @Test
  void tellsNobodyWhatWasSaidBeforeHeCame() throws Exception {
    try (RedisServers redis = RedisServers.one()) {
      Bus anna = redis.stream(vertx, "anna");
      Listener.startedOn(anna);
      publishAll(anna, 0, 100);
      Bus bert = redis.stream(vertx, "bert");
      Listener atBert = Listener.startedOn(bert);
      anna.publish(message("anna", 100));
      await().until(() -> atBert.size() > 0);
      assertEquals(List.of(message("anna", 100)), atBert.heard());
      assertEquals(101, atBert.remembered(), "but he knows of it");
      assertEquals(0, bert.counters().missed().sum());
    }
  }

  @Test
  void fetchesWhatWasPublishedWhileItWasCutOff() throws Exception {
    try (RedisServers redis = RedisServers.masterAndReplica()) {
      Bus anna = redis.stream(vertx, "anna");
      Bus bert = redis.stream(vertx, "bert");
      Listener.startedOn(anna);
      Listener atBert = Listener.startedOn(bert);
      publishAll(anna, 0, 100);
      await().until(() -> atBert.size() == 100);
      redis.replica().stop();
      await().until(() -> bert.state() == BusState.CONNECTING);
      publishAll(anna, 100, 300);
      redis.replica().start();
      await().until(() -> atBert.size() >= 300);
      assertEquals(messages("anna", 300), atBert.heard());
      assertEquals(0, bert.counters().missed().sum());
    }
  }

  @Test
  void saysEverythingOnceThoughTheConnectionsBreakAgainAndAgain() throws Exception {
    try (RedisServers redis = RedisServers.one()) {
      Bus anna = redis.stream(vertx, "anna");
      Bus bert = redis.stream(vertx, "bert");
      Listener atAnna = Listener.startedOn(anna);
      Listener atBert = Listener.startedOn(bert);
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
      assertEquals(messages("anna", 3000), atBert.heard());
      assertEquals(messages("anna", 3000), atAnna.heard());
      assertTrue(anna.counters().reconnects().sum() > 0);
      assertEquals(0, anna.counters().unpublished().sum());
    }
  }

  @Test
  void isToldAtTheReplicaOfWhatIsWrittenAtTheMaster() throws Exception {
    try (RedisServers redis = RedisServers.masterAndReplica()) {
      Bus anna = redis.trustfulStream(vertx, "anna");
      Bus bert = redis.trustfulStream(vertx, "bert");
      Listener.startedOn(anna);
      Listener atBert = Listener.startedOn(bert);
      for (int i = 0; i < 100; i++) {
        anna.publish(message("anna", i)).toCompletableFuture().get(5, SECONDS);
      }
      await().until(() -> atBert.size() >= 100);
      assertEquals(messages("anna", 100), atBert.heard());
    }
  }

  @Test
  void hearsWhatWasWrittenThoughNobodyWasToldOfIt() throws Exception {
    try (RedisServers redis = RedisServers.one()) {
      Bus anna = redis.stream(vertx, "anna");
      Listener atAnna = Listener.startedOn(anna);
      await().until(() -> anna.state() == BusState.CONNECTED);
      byte[] message = EntryFormat.encode(message("bert", 0));
      send(redis, entry("1-1", "p", "bert").arg("n").arg("1").arg("1").arg(message));
      send(redis, Request.cmd(Command.HSET).arg(Scripts.HEAD).arg("number").arg("1"));
      await().until(() -> atAnna.size() > 0);
      anna.publish(message("bert", 1));
      await().until(() -> atAnna.size() >= 2);
      assertEquals(messages("bert", 2), atAnna.heard());
    }
  }

  @Test
  void believesNoPushThatDoesNotFollow() throws Exception {
    try (RedisServers redis = RedisServers.one()) {
      Bus anna = redis.stream(vertx, "anna");
      Listener atAnna = Listener.startedOn(anna);
      String history = anna.offset() == null ? "" : anna.offset().history();
      for (int i = 0; i < 100; i++) {
        anna.publish(message("anna", i));
        send(redis, push("x"));
        send(redis, push("\u0096\u00a1h\u00a11\u00a29\u00a1p\u00a11\u00a1x"));
        send(redis, push("\u0096\u00a6" + history + "\u00a11\u00a49999\u00a1p\u00a11\u00a1x"));
      }
      await().until(() -> atAnna.size() >= 100);
      assertEquals(messages("anna", 100), atAnna.heard());
      assertEquals(0, anna.counters().missed().sum());
      assertEquals(0, anna.counters().historiesLost().sum());
    }
  }

  @Test
  void takesOfABatchThatIsSentAgainOnlyWhatItHasNotTaken() throws Exception {
    try (RedisServers redis = RedisServers.one()) {
      Bus anna = redis.stream(vertx, "anna");
      Listener atAnna = Listener.startedOn(anna);
      await().until(() -> anna.state() == BusState.CONNECTED);
      assertEquals("1-3", send(redis, batch(1, 0, 1, 2)).get(0).toString());
      assertEquals("known", send(redis, batch(2, 1, 2)).get(0).toString());
      assertEquals("1-5", send(redis, batch(2, 1, 2, 3, 4)).get(0).toString());
      assertEquals("1-6", send(redis, batch(9, 5)).get(0).toString(), "a Redis that has lost some");
      assertEquals("skipped", send(redis, batch(10, -1)).get(0).toString());
      assertEquals("1-7", send(redis, batch(10, -1, 6)).get(0).toString());
      await().until(() -> atAnna.size() >= 7);
      assertEquals(messages("bert", 7), atAnna.heard());
    }
  }

  @Test
  void takesTheNumbersOfASenderOnceAndOneAfterAnother() throws Exception {
    try (RedisServers redis = RedisServers.one()) {
      Bus anna = redis.stream(vertx, "anna");
      Bus bert = redis.stream(vertx, "bert");
      Listener atAnna = Listener.startedOn(anna);
      Listener.startedOn(bert);
      assertEquals(new Receipt.Taken(), say(anna, 41, 0));
      assertEquals(new Receipt.Known(), say(bert, 41, 0));
      assertEquals(new Receipt.Taken(), say(bert, 42, 1));
      assertEquals(new Receipt.Known(), say(anna, 7, 9));
      assertEquals(new Receipt.OutOfTurn(43), say(anna, 44, 9));
      List<CompletableFuture<Receipt>> many =
          IntStream.range(0, 100)
              .mapToObj(i -> (i % 2 == 0 ? anna : bert).publish(message("shop", 2), turn(43)))
              .map(stage -> stage.toCompletableFuture())
              .toList();
      int taken = 0;
      for (CompletableFuture<Receipt> each : many) {
        taken += each.get(5, SECONDS) instanceof Receipt.Taken ? 1 : 0;
      }
      assertEquals(1, taken, "of many at a time");
      assertEquals(new Receipt.Taken(), say(anna, 44, 3));
      await().until(() -> atAnna.size() >= 4);
      assertEquals(messages("shop", 4), atAnna.heard());
      long millis = send(redis, Request.cmd(Command.PTTL).arg(Scripts.SENDER + "shop")).toLong();
      assertTrue(millis > 3_500_000 && millis <= 3_600_000, millis + " ms to live");
    }
  }

  @Test
  void saysAgainWhatBecameOfAMessageWhoseAnswerWasLost() throws Exception {
    try (RedisServers redis = RedisServers.one()) {
      Bus anna = redis.stream(vertx, "anna");
      Listener.startedOn(anna);
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

  private static Receipt say(Bus bus, long number, int message) throws Exception {
    return bus.publish(message("shop", message), turn(number))
        .toCompletableFuture()
        .get(5, SECONDS);
  }

  private static Turn turn(long number) {
    return new Turn("shop", number);
  }

  @Test
  void boundsWhatWaitsWhileTheMasterIsAwayAndTellsItsOwnAllTheSame() throws Exception {
    try (RedisServers redis = RedisServers.one()) {
      Bus anna = redis.stream(vertx, "anna");
      Listener atAnna = Listener.startedOn(anna);
      redis.master().stop();
      await().until(() -> anna.state() == BusState.CONNECTING);
      String large = "\"" + "x".repeat(100_000) + "\"";
      for (int i = 0; i < 300; i++) {
        anna.publish(new Broadcast(Event.of("large", large), Audience.all("/"), false));
        if (i == 50) {
          await().until(() -> atAnna.size() == 51);
        }
      }
      assertTrue(anna.waiting() < 100, anna.waiting() + " of 100 kB wait");
      assertTrue(anna.counters().unpublished().sum() >= 200);
    }
  }

  @Test
  void losesNoHistoryThoughItsReplicaIsEmptiedAndFilledAgain() throws Exception {
    try (RedisServers redis = RedisServers.masterAndReplica()) {
      Bus anna = redis.stream(vertx, "anna");
      Listener atAnna = Listener.startedOn(anna);
      publishAll(anna, 0, 100);
      await().until(() -> atAnna.size() == 100);
      redis.replica().ask("REPLICAOF", "NO", "ONE");
      redis.replica().ask("FLUSHALL");
      await().until(() -> anna.state() == BusState.CONNECTING);
      publishAll(anna, 100, 200);
      redis.replica().ask("REPLICAOF", "127.0.0.1", String.valueOf(redis.master().port()));
      await().until(() -> atAnna.size() >= 200);
      assertEquals(messages("anna", 200), atAnna.heard());
      assertEquals(0, anna.counters().historiesLost().sum());
      assertEquals(0, anna.counters().missed().sum());
    }
  }

  @Test
  void takesLaterWhatCouldNotBeWritten() throws Exception {
    try (RedisServers redis = RedisServers.one()) {
      Bus anna = redis.stream(vertx, "anna");
      Listener.startedOn(anna);
      await().until(() -> anna.state() == BusState.CONNECTED);
      send(redis, entry("1-5", "of", "another term"));
      assertThrows(ExecutionException.class, () -> send(redis, batch(1, 0, 1)));
      send(redis, Request.cmd(Command.HSET).arg(Scripts.HEAD).arg("number").arg("5"));
      assertEquals("1-7", send(redis, batch(1, 0, 1)).get(0).toString());
    }
  }

  @Test
  void saysThatTheHistoryIsLostWhenRedisComesBackEmptyAndGoesOn() throws Exception {
    try (RedisServers redis = RedisServers.masterAndReplica()) {
      Bus anna = redis.stream(vertx, "anna");
      Bus bert = redis.stream(vertx, "bert");
      Listener.startedOn(anna);
      Listener atBert = Listener.startedOn(bert);
      publishAll(anna, 0, 50);
      await().until(() -> atBert.size() == 50);
      String before = bert.offset().history();
      redis.master().stop();
      redis.master().start();
      await().until(() -> bert.counters().historiesLost().sum() == 1);
      await().until(() -> anna.state() == BusState.CONNECTED);
      publishAll(anna, 50, 100);
      await().until(() -> atBert.size() >= 100);
      assertEquals(messages("anna", 100), atBert.heard());
      assertNotEquals(before, bert.offset().history());
      assertEquals(2, atBert.forgotten(), "at the beginning, and when it was lost");
    }
  }

  @Test
  void noticesAHistoryThatWasReplacedBehindItsBack() throws Exception {
    try (RedisServers redis = RedisServers.one()) {
      Bus anna = redis.stream(vertx, "anna");
      Listener atAnna = Listener.startedOn(anna);
      publishAll(anna, 0, 50);
      await().until(() -> atAnna.size() == 50);
      send(redis, Request.cmd(Command.DEL).arg(Scripts.STREAM).arg(Scripts.HEAD));
      publishAll(anna, 50, 100);
      await().until(() -> atAnna.size() >= 100);
      assertEquals(messages("anna", 100), atAnna.heard());
      assertEquals(1, anna.counters().historiesLost().sum());
    }
  }

  @Test
  void saysHowMuchItMissedWhenTheStreamWasCutOffMeanwhile() throws Exception {
    try (RedisServers redis = RedisServers.masterAndReplica()) {
      StreamSettings few = new StreamSettings(100, 10_000_000, 30_000, 1000);
      Bus anna = redis.stream(vertx, "anna", few);
      Bus bert = redis.stream(vertx, "bert", few);
      Listener.startedOn(anna);
      Listener atBert = Listener.startedOn(bert);
      publishAll(anna, 0, 10);
      await().until(() -> atBert.size() == 10);
      redis.replica().stop();
      await().until(() -> bert.state() == BusState.CONNECTING);
      publishAll(anna, 10, 1000);
      redis.replica().start();
      await().until(() -> atBert.heard().contains(message("anna", 999)));
      assertEquals(1000 - atBert.size(), bert.counters().missed().sum());
      assertTrue(atBert.size() >= 100 && atBert.size() < 1000, atBert.size() + " were heard");
    }
  }

  @Test
  void keepsNoMoreBytesThanItMay() throws Exception {
    try (RedisServers redis = RedisServers.one()) {
      Bus anna = redis.stream(vertx, "anna", new StreamSettings(100_000, 1_000_000, 30_000, 1000));
      Listener.startedOn(anna);
      String large = "\"" + "x".repeat(50_000) + "\"";
      for (int i = 0; i < 100; i++) {
        Event event = Event.of("large", large);
        anna.publish(new Broadcast(event, Audience.all("/"), false))
            .toCompletableFuture()
            .get(5, SECONDS);
      }
      long entries = send(redis, Request.cmd(Command.XLEN).arg(Scripts.STREAM)).toLong();
      assertTrue(entries >= 15 && entries <= 22, entries + " entries of 50 kB are kept");
    }
  }

  @Test
  void tellsItsOwnWhileTheMasterIsAwayAndTheOthersOnceWhenItIsBack() throws Exception {
    try (RedisServers redis = RedisServers.one()) {
      Bus anna = redis.stream(vertx, "anna");
      Bus bert = redis.stream(vertx, "bert");
      Listener atAnna = Listener.startedOn(anna);
      Listener atBert = Listener.startedOn(bert);
      redis.master().stop();
      await().until(() -> anna.state() == BusState.CONNECTING);
      CompletableFuture<?>[] taken = new CompletableFuture<?>[100];
      for (int i = 0; i < taken.length; i++) {
        taken[i] = anna.publish(message("anna", i)).toCompletableFuture();
      }
      await().until(() -> atAnna.size() == 100);
      assertTrue(!taken[0].isDone(), "it is not taken yet");
      redis.master().start();
      CompletableFuture.allOf(taken).get(10, SECONDS);
      anna.publish(message("anna", 100));
      await().until(() -> atBert.size() >= 101 && atAnna.size() >= 101);
      assertEquals(messages("anna", 101), atBert.heard());
      assertEquals(messages("anna", 101), atAnna.heard());
    }
  }

  @Test
  void hasOneOrderAgainFromTheMomentThatTheMasterIsBack() throws Exception {
    try (RedisServers redis = RedisServers.one()) {
      Bus anna = redis.stream(vertx, "anna");
      Bus bert = redis.stream(vertx, "bert");
      Listener atAnna = Listener.startedOn(anna);
      Listener atBert = Listener.startedOn(bert);
      redis.master().stop();
      anna.publish(message("anna", 0));
      bert.publish(message("bert", 0));
      await().until(() -> atAnna.size() == 1 && atBert.size() == 1);
      redis.master().start();
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
      assertEquals(atAnna.heard().subList(2, 20), atBert.heard().subList(2, 20));
    }
  }

  @Test
  void givesUpWhatCouldNotBePublishedInTime() throws Exception {
    try (RedisServers redis = RedisServers.one()) {
      Bus anna = redis.stream(vertx, "anna", new StreamSettings(100, 10_000_000, 200, 1000));
      Listener.startedOn(anna);
      redis.master().stop();
      await().until(() -> anna.state() == BusState.CONNECTING);
      CompletableFuture<Void> taken = anna.publish(message("anna", 0)).toCompletableFuture();
      assertThrows(ExecutionException.class, () -> taken.get(5, SECONDS));
      assertEquals(1, anna.counters().unpublished().sum());
      redis.master().start();
      await().until(() -> anna.state() == BusState.CONNECTED);
      anna.publish(message("anna", 1)).toCompletableFuture().get(5, SECONDS);
    }
  }

  @Test
  void runsWhatIsAskedForBetweenTwoMessages() throws Exception {
    try (RedisServers redis = RedisServers.one()) {
      Bus anna = redis.stream(vertx, "anna");
      Listener atAnna = Listener.startedOn(anna);
      List<Long> differences = new java.util.concurrent.CopyOnWriteArrayList<>();
      for (int i = 0; i < 500; i++) {
        anna.publish(message("anna", i));
        anna.between(() -> differences.add(anna.offset().position().number() - atAnna.size()));
      }
      await().until(() -> atAnna.size() == 500 && differences.size() == 500);
      assertTrue(differences.stream().allMatch(each -> each == 0), differences::toString);
    }
  }

  @Test
  void passesOverEntriesThatItCannotRead() throws Exception {
    try (RedisServers redis = RedisServers.one()) {
      Bus anna = redis.stream(vertx, "anna");
      Listener atAnna = Listener.startedOn(anna);
      publishAll(anna, 0, 1);
      send(redis, entry("1-2", "2", "a later version"));
      send(redis, entry("1-3", "1", "nonsense"));
      send(redis, Request.cmd(Command.HSET).arg(Scripts.HEAD).arg("number").arg("3"));
      publishAll(anna, 1, 2);
      await().until(() -> atAnna.size() == 2);
      assertEquals(messages("anna", 2), atAnna.heard());
      assertEquals(2, anna.counters().malformed().sum());
    }
  }

  @Test
  void letsOneMemberAtATimeOwnADeposit() throws Exception {
    try (RedisServers redis = RedisServers.one()) {
      Bus anna = redis.stream(vertx, "anna");
      Bus bert = redis.stream(vertx, "bert");
      Listener.startedOn(anna);
      Listener.startedOn(bert);
      DepositsContract.check(anna.deposits(), bert.deposits());
      DepositsContract.checkHeld(anna.deposits(), bert.deposits());
      redis.master().stop();
      await().until(() -> anna.state() == BusState.CONNECTING);
      CompletableFuture<Deposits.Taken> taken =
          anna.deposits().take("x", 1000).toCompletableFuture();
      assertThrows(ExecutionException.class, () -> taken.get(5, SECONDS));
    }
  }

  private static Request entry(String id, String field, String value) {
    return Request.cmd(Command.XADD).arg(Scripts.STREAM).arg(id).arg(field).arg(value);
  }

  /** The script with the messages of these numbers; a negative one was given up. */
  private static Request batch(int first, int... messages) {
    return turned("", first, messages);
  }

  /** The same with turns of a sender. */
  private static Request turned(String turns, int first, int... messages) {
    Request request =
        Request.cmd(Command.EVAL)
            .arg(Scripts.PUBLISH)
            .arg(4)
            .arg(Scripts.STREAM)
            .arg(Scripts.HEAD)
            .arg(Scripts.PRODUCER + "bert")
            .arg(Scripts.SENDER + "shop")
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
        .arg(Scripts.STREAM)
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

  private static List<BusMessage> only(String sender, Listener listener) {
    return listener.heard().stream()
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
