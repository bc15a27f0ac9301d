package io.wsfleet.gateway.socketio.fanout;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.gateway.GatewayServer;
import io.wsfleet.gateway.engineio.protocol.CloseReason;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.protocol.Event;
import io.wsfleet.testing.RawClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Broadcasts from many threads to many clients on two event loops. */
class EventLoopDispatcherTest {
  private static final int CLIENTS = 6;
  private static final int SENDERS = 6;
  private static final int EACH = 500;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<RawClient> clients = new ArrayList<>();
  private GatewayServer server;

  @AfterEach
  void stop() throws Exception {
    threads.shutdownNow();
    for (RawClient client : clients) {
      client.close();
    }
    await().until(() -> server.gateway().connections().size() == 0);
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "3"})
  void deliversEverythingInTheOrderOfEachSender(String coalesceMillis) throws Exception {
    start("WSFLEET_COALESCE_MILLIS", coalesceMillis);
    List<Future<?>> readers = new ArrayList<>();
    for (RawClient client : clients) {
      readers.add(threads.submit(reads(client)));
    }
    List<Future<?>> senders = new ArrayList<>();
    for (int i = 0; i < SENDERS; i++) {
      senders.add(threads.submit(sends(i)));
    }
    for (Future<?> sender : senders) {
      sender.get(30, SECONDS);
    }
    for (Future<?> reader : readers) {
      reader.get(30, SECONDS);
    }
  }

  @Test
  void keepsTheOrderOfWhatManyGetAndWhatOneGets() throws Exception {
    start();
    RawClient client = clients.get(0);
    for (int i = 0; i < 300; i++) {
      // By rules: the broadcast is made before the answer.
      client.send("42" + i + "[\"all\"," + i + "]");
    }
    for (int i = 0; i < 300; i++) {
      assertEquals("42[\"all\"," + i + "]", client.text());
      assertEquals("43" + i + "[]", client.text());
    }
  }

  @Test
  void sendsAttachmentsAfterTheirPacketInMergedBatchesToo() throws Exception {
    start();
    for (int i = 0; i < 50; i++) {
      byte[] attachment = {(byte) i};
      Event binary = new Event("b", ",{\"_placeholder\":true,\"num\":0}", List.of(attachment));
      deliver(binary, false);
      deliver(Event.of("t", Integer.toString(i)), false);
    }
    for (RawClient client : clients) {
      for (int i = 0; i < 50; i++) {
        assertEquals("451-[\"b\",{\"_placeholder\":true,\"num\":0}]", client.text());
        assertEquals(i, client.read().payload()[0]);
        assertEquals("42[\"t\"," + i + "]", client.text());
      }
    }
  }

  @Test
  void servesFastClientsWhileOneDoesNotRead() throws Exception {
    start("WSFLEET_LIMITS_OUTBOUND_BYTES", "300000", "WSFLEET_LIMITS_SEND_BUFFER_BYTES", "65536");
    RawClient slow = RawClient.withSmallReceiveBuffer(server.port());
    clients.add(slow);
    slow.upgrade(RawClient.V4);
    slow.text();
    slow.connectNamespace();
    String text = "\"" + "x".repeat(5000) + "\"";
    int sent = 0;
    while (closed() == 0 && sent < 2000) {
      deliver(Event.of("flood", text), false);
      deliver(Event.of("flood", text), true);
      sent++;
      for (RawClient quick : clients.subList(0, CLIENTS)) {
        assertTrue(quick.text().startsWith("42[\"flood\""));
        assertTrue(quick.text().startsWith("42[\"flood\""));
      }
    }
    assertEquals(1, closed(), "after " + sent);
    assertTrue(server.gateway().transportCounters().dropped() > 0);
  }

  private void start(String... settings) throws Exception {
    server = GatewayServer.start(settings);
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(RawClient.connected(server.port()));
    }
  }

  private Callable<Void> reads(RawClient client) {
    return () -> {
      int[] next = new int[SENDERS];
      for (int i = 0; i < SENDERS * EACH; i++) {
        String text = client.text();
        String[] numbers = text.substring("42[\"n\",".length(), text.length() - 1).split(",");
        int sender = Integer.parseInt(numbers[0]);
        assertEquals(next[sender]++, Integer.parseInt(numbers[1]), text);
      }
      return null;
    };
  }

  private Callable<Void> sends(int sender) {
    return () -> {
      for (int i = 0; i < EACH; i++) {
        deliver(Event.of("n", Integer.toString(sender), Integer.toString(i)), false);
      }
      return null;
    };
  }

  private void deliver(Event event, boolean droppable) {
    server.gateway().hub().deliver(Audience.all("/"), Delivery.of("/", event, droppable, null));
  }

  private long closed() {
    return server.gateway().transportCounters().closed(CloseReason.SLOW_CLIENT);
  }
}
