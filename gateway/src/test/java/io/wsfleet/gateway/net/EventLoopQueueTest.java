package io.wsfleet.gateway.net;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.wsfleet.gateway.CapturedLog;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventLoopQueueTest {
  private final Vertx vertx = Vertx.vertx();
  private final ContextInternal context = (ContextInternal) vertx.getOrCreateContext();
  private final EventLoopQueue eventLoopQueue =
      new EventLoopQueue(
          context.nettyEventLoop(), context.unwrap(), new EventLoopSettings(1000, 0));
  private final List<String> written = new CopyOnWriteArrayList<>();

  @AfterEach
  void stop() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
  }

  @Test
  void runsTasksInTheOrderOfEachThread() throws Exception {
    int threads = 8;
    int each = 2000;
    List<Integer> all = new ArrayList<>();
    List<Thread> started = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      int thread = t;
      started.add(
          new Thread(
              () -> {
                for (int i = 0; i < each; i++) {
                  int number = thread * each + i;
                  if (i % 10 == 0) {
                    eventLoopQueue.runOrSchedule(() -> all.add(number));
                  } else {
                    eventLoopQueue.submit(() -> all.add(number));
                  }
                }
              }));
    }
    started.forEach(Thread::start);
    for (Thread thread : started) {
      thread.join(30_000);
    }
    CountDownLatch done = new CountDownLatch(1);
    eventLoopQueue.schedule(done::countDown);
    assertTrue(done.await(10, SECONDS));
    for (int t = 0; t < threads; t++) {
      int thread = t;
      // What is done is never before what was said before it; what is said may be early.
      List<Integer> its = all.stream().filter(number -> number / each == thread).toList();
      List<Integer> sayings = its.stream().filter(number -> number % 10 != 0).toList();
      assertEquals(each, its.size());
      assertEquals(sayings.stream().sorted().toList(), sayings);
      for (int number : its.stream().filter(each10 -> each10 % 10 == 0).toList()) {
        int before = its.subList(0, its.indexOf(number)).size();
        assertTrue(before >= number - thread * each, "done too early: " + number);
      }
    }
  }

  @Test
  void runsQueuedTasksBeforeDirectOnes() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    eventLoopQueue.schedule(
        () -> {
          eventLoopQueue.enqueue(new RecordingTask("a"));
          eventLoopQueue.submit(() -> written.add("b"));
          eventLoopQueue.enqueue(new RecordingTask("c"));
          eventLoopQueue.runOrSchedule(() -> written.add("d"));
          eventLoopQueue.enqueue(new RecordingTask("e"));
          written.add("f");
          done.countDown();
        });
    assertTrue(done.await(10, SECONDS));
    await().until(() -> written.size() == 6);
    assertEquals(List.of("a", "b", "c", "d", "f", "e"), written);
  }

  @Test
  void mergesAdjacentTasks() throws Exception {
    CountDownLatch busy = new CountDownLatch(1);
    eventLoopQueue.schedule(() -> awaitUnchecked(busy));
    eventLoopQueue.enqueue(new RecordingTask("a"));
    eventLoopQueue.enqueue(new RecordingTask("b"));
    eventLoopQueue.submit(() -> written.add("-"));
    eventLoopQueue.enqueue(new RecordingTask("c"));
    eventLoopQueue.enqueue(new RecordingTask("d"));
    busy.countDown();
    await().until(() -> written.size() == 3);
    assertEquals(List.of("ab", "-", "cd"), written);
  }

  @Test
  void limitsTheQueueForOtherThreads() throws Exception {
    CountDownLatch busy = new CountDownLatch(1);
    eventLoopQueue.schedule(() -> awaitUnchecked(busy));
    long taken =
        IntStream.range(0, 100)
            .filter(i -> eventLoopQueue.enqueue(new RecordingTask("x".repeat(100))))
            .count();
    assertEquals(11, taken, "up to the first beyond 1000 bytes");
    busy.countDown();
    await().until(() -> written.stream().mapToInt(String::length).sum() == 1100);
    assertTrue(eventLoopQueue.enqueue(new RecordingTask("y")));
  }

  @Test
  void goesOnAfterAFailure() throws Exception {
    try (CapturedLog log = CapturedLog.start()) {
      CountDownLatch busy = new CountDownLatch(1);
      eventLoopQueue.schedule(() -> awaitUnchecked(busy));
      eventLoopQueue.submit(
          () -> {
            throw new IllegalStateException("on purpose");
          });
      eventLoopQueue.submit(() -> written.add("after"));
      busy.countDown();
      await().until(() -> written.equals(List.of("after")));
      assertFalse(log.warnings().isEmpty());
    }
  }

  private static void awaitUnchecked(CountDownLatch latch) {
    try {
      latch.await(10, SECONDS);
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    }
  }

  private final class RecordingTask implements EventLoopQueue.WriteTask {
    private String words;

    RecordingTask(String words) {
      this.words = words;
    }

    @Override
    public void write() {
      written.add(words);
    }

    @Override
    public boolean merge(EventLoopQueue.WriteTask next) {
      boolean joins = next instanceof RecordingTask;
      words += joins ? ((RecordingTask) next).words : "";
      return joins;
    }

    @Override
    public long bytes() {
      return words.length();
    }
  }
}
