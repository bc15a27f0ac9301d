package io.wsfleet.gateway.adapter;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.bus.BusMessage.Broadcast;
import io.wsfleet.gateway.bus.TooManyNamespacesException;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.protocol.Event;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RedisAdapterTest {
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
  void sendsAServerEventToTheOtherServers() {
    pair.anna.publish(new BusMessage.ServerEvent("/fixed", Event.of("news", "1")));
    BusMessage expected = new BusMessage.ServerEvent("/fixed", Event.of("news", "1"));
    await().until(() -> pair.berts.received().equals(List.of(expected)));
    assertEquals(List.of(), pair.annas.received());
  }

  @Test
  void subscribesOnceToEachNamespaceInUse() throws Exception {
    assertEquals(2, pair.subscribers("/"));
    assertEquals(2, pair.subscribers("/fixed"));
    assertEquals(0, pair.subscribers("/other"));
    pair.anna.subscribe("/other").toCompletableFuture().get(5, SECONDS);
    assertEquals(1, pair.subscribers("/other"));
    pair.anna.subscribe("/other").toCompletableFuture().get(5, SECONDS);
    assertEquals(1, pair.subscribers("/other"));
  }

  @Test
  void staysSubscribedAsLongAsANamespaceIsUsed() throws Exception {
    pair.annas.add("/*?[x]", "a1");
    pair.anna.subscribe("/*?[x]").toCompletableFuture().get(5, SECONDS);
    for (String namespace : List.of("/abx", "/*?[x]")) {
      pair.bert.publish(new Broadcast(Event.of("e"), Audience.all(namespace), false));
    }
    await().until(() -> !pair.annas.received().isEmpty());
    assertEquals("/*?[x]", pair.annas.received().get(0).namespace());

    pair.anna.subscribe("/empty").toCompletableFuture().get(5, SECONDS);
    await().until(() -> pair.subscribers("/empty") == 0);
    assertEquals(1, pair.subscribers("/*?[x]"), "it has a client");
    pair.annas.removeAll();
    await().until(() -> pair.subscribers("/*?[x]") == 0);
    assertEquals(2, pair.subscribers("/"), "fixed");
  }

  @Test
  void distinguishesNamespacesWithSimilarChannels() throws Exception {
    pair.annas.add("/a", "a1", "b");
    pair.annas.add("/a#b", "a2");
    pair.anna.subscribe("/a").toCompletableFuture().get(5, SECONDS);
    pair.anna.subscribe("/a#b").toCompletableFuture().get(5, SECONDS);
    Broadcast toAll = new Broadcast(Event.of("one"), Audience.all("/a#b"), false);
    Broadcast toRoom = new Broadcast(Event.of("two"), Audience.room("/a", "b"), false);
    pair.bert.publish(toAll);
    pair.bert.publish(toRoom);
    await().until(() -> pair.annas.received().size() == 2);
    assertEquals(List.of(toAll, toRoom), pair.annas.received());
  }

  @Test
  void rejectsTooManyNamespaces() throws Exception {
    pair.anna.subscribe("/one").toCompletableFuture().get(5, SECONDS);
    pair.anna.subscribe("/two").toCompletableFuture().get(5, SECONDS);
    ExecutionException refused =
        assertThrows(
            ExecutionException.class,
            () -> pair.anna.subscribe("/three").toCompletableFuture().get(5, SECONDS));
    assertInstanceOf(TooManyNamespacesException.class, refused.getCause());
    assertEquals(1, pair.anna.counters().rejectedNamespaces().sum());
  }
}
