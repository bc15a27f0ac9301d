package io.wsfleet.gateway.websocket;

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

class LoopTest {
  private final Vertx vertx = Vertx.vertx();
  private final ContextInternal context = (ContextInternal) vertx.getOrCreateContext();
  private final Loop loop = new Loop(context.nettyEventLoop(), context.unwrap(), 1000, 0);
  private final List<String> said = new CopyOnWriteArrayList<>();

  @AfterEach
  void stop() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
  }

  @Test
  void saysWhatEachThreadSaidInItsOrder() throws Exception {
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
                    loop.run(() -> all.add(number));
                  } else {
                    loop.say(() -> all.add(number));
                  }
                }
              }));
    }
    started.forEach(Thread::start);
    for (Thread thread : started) {
      thread.join(30_000);
    }
    CountDownLatch done = new CountDownLatch(1);
    loop.later(done::countDown);
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
  void saysWhatIsInLineBeforeWhatIsDoneOnTheLoop() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    loop.later(
        () -> {
          loop.enqueue(new Words("a"));
          loop.say(() -> said.add("b"));
          loop.enqueue(new Words("c"));
          loop.run(() -> said.add("d"));
          loop.enqueue(new Words("e"));
          said.add("f");
          done.countDown();
        });
    assertTrue(done.await(10, SECONDS));
    await().until(() -> said.size() == 6);
    assertEquals(List.of("a", "b", "c", "d", "f", "e"), said);
  }

  @Test
  void joinsWhatIsNextToEachOther() throws Exception {
    CountDownLatch busy = new CountDownLatch(1);
    loop.later(() -> awaitUnchecked(busy));
    loop.enqueue(new Words("a"));
    loop.enqueue(new Words("b"));
    loop.say(() -> said.add("-"));
    loop.enqueue(new Words("c"));
    loop.enqueue(new Words("d"));
    busy.countDown();
    await().until(() -> said.size() == 3);
    assertEquals(List.of("ab", "-", "cd"), said);
  }

  @Test
  void takesNoMoreFromOtherThreadsThanMayBeInLine() throws Exception {
    CountDownLatch busy = new CountDownLatch(1);
    loop.later(() -> awaitUnchecked(busy));
    long taken =
        IntStream.range(0, 100).filter(i -> loop.enqueue(new Words("x".repeat(100)))).count();
    assertEquals(11, taken, "up to the first beyond 1000 bytes");
    busy.countDown();
    await().until(() -> said.stream().mapToInt(String::length).sum() == 1100);
    assertTrue(loop.enqueue(new Words("y")));
  }

  @Test
  void goesOnAfterAFailure() throws Exception {
    try (CapturedLog log = CapturedLog.start()) {
      CountDownLatch busy = new CountDownLatch(1);
      loop.later(() -> awaitUnchecked(busy));
      loop.say(
          () -> {
            throw new IllegalStateException("on purpose");
          });
      loop.say(() -> said.add("after"));
      busy.countDown();
      await().until(() -> said.equals(List.of("after")));
      assertFalse(log.complaints().isEmpty());
    }
  }

  private static void awaitUnchecked(CountDownLatch latch) {
    try {
      latch.await(10, SECONDS);
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Words implements Loop.Saying {
    private String words;

    Words(String words) {
      this.words = words;
    }

    @Override
    public void say() {
      said.add(words);
    }

    @Override
    public boolean join(Loop.Saying next) {
      boolean joins = next instanceof Words;
      words += joins ? ((Words) next).words : "";
      return joins;
    }

    @Override
    public long bytes() {
      return words.length();
    }
  }
}
