package io.wsfleet.gateway.extensions;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallsTest {
  private static final ClassLoader LOADER = CallsTest.class.getClassLoader();

  private final List<Calls> opened = new ArrayList<>();

  @AfterEach
  void close() {
    opened.forEach(Calls::close);
  }

  @Test
  void beginsWhatOneSocketCausesInOrderAndDoesNotWaitForItsStages() throws Exception {
    Calls calls = calls(60_000, 2, 1000, 1000);
    Lane lane = calls.newLane();
    List<Integer> begun = new CopyOnWriteArrayList<>();
    CompletableFuture<String> never = new CompletableFuture<>();
    List<CompletableFuture<String>> results =
        IntStream.range(0, 500)
            .mapToObj(
                number ->
                    call(
                        calls,
                        lane,
                        () -> {
                          begun.add(number);
                          return number == 0 ? never : done("x");
                        }))
            .toList();
    results.get(499).get(10, SECONDS);
    assertEquals(IntStream.range(0, 500).boxed().toList(), begun);
    assertFalse(results.get(0).isDone());
    await().until(() -> calls.unfinished() == 1);
    never.complete("late");
    assertEquals("late", results.get(0).get(10, SECONDS));
    assertEquals(0, calls.unfinished());
  }

  @Test
  void letsOneThatBlocksKeepOnlyItsOwnSocketWaiting() throws Exception {
    Calls calls = calls(60_000, 2, 1000, 1000);
    Lane blocked = calls.newLane();
    CountDownLatch open = new CountDownLatch(1);
    CompletableFuture<String> first =
        call(
            calls,
            blocked,
            () -> {
              open.await();
              return done("first");
            });
    CompletableFuture<String> second = call(calls, blocked, () -> done("second"));
    assertEquals("other", call(calls, calls.newLane(), () -> done("other")).get(10, SECONDS));
    assertFalse(second.isDone());
    open.countDown();
    assertEquals("first", first.get(10, SECONDS));
    assertEquals("second", second.get(10, SECONDS));
  }

  @Test
  void givesUpWhatTakesTooLongAndTakesItsThreadBack() throws Exception {
    Calls calls = calls(100, 1, 1000, 1000);
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    CompletableFuture<String> slow =
        call(
            calls,
            calls.newLane(),
            () -> {
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                interrupted.complete(true);
                throw e;
              }
              return done("never");
            });
    assertInstanceOf(TimeoutException.class, failure(slow));
    assertTrue(interrupted.get(10, SECONDS));
    assertFalse(
        calls
            .call(calls.newLane(), LOADER, () -> done(Thread.currentThread().isInterrupted()))
            .toCompletableFuture()
            .get(10, SECONDS));
    assertInstanceOf(
        TimeoutException.class,
        failure(call(calls, calls.newLane(), () -> new CompletableFuture<>())));
    await().until(() -> calls.unfinished() == 0);
  }

  @Test
  void boundsWhatIsUnfinishedOfOneSocketAndOfAll() {
    Calls calls = calls(60_000, 2, 5, 3);
    Lane lane = calls.newLane();
    CompletableFuture<String> open = new CompletableFuture<>();
    for (int i = 0; i < 3; i++) {
      call(calls, lane, () -> open);
    }
    assertTrue(((Calls.Refused) failure(call(calls, lane, () -> open))).bySocket());
    call(calls, calls.newLane(), () -> open);
    call(calls, calls.newLane(), () -> open);
    assertFalse(((Calls.Refused) failure(call(calls, calls.newLane(), () -> open))).bySocket());
    open.complete("x");
    await().until(() -> calls.unfinished() == 0);
    assertEquals("again", call(calls, lane, () -> done("again")).join());
  }

  @Test
  void failsWithWhatAHandlerThrowsAndWithWhatItsStageFails() {
    Calls calls = calls(60_000, 1, 10, 10);
    assertInstanceOf(
        StackOverflowError.class,
        failure(
            call(
                calls,
                calls.newLane(),
                () -> {
                  throw new StackOverflowError();
                })));
    assertInstanceOf(NullPointerException.class, failure(call(calls, calls.newLane(), () -> null)));
    CompletionStage<String> failed =
        CompletableFuture.<String>failedStage(new IllegalStateException("x")).thenApply(x -> x);
    assertInstanceOf(
        IllegalStateException.class, failure(call(calls, calls.newLane(), () -> failed)));
    await().until(() -> calls.unfinished() == 0);
  }

  @Test
  void completesWhatHandlersWaitForApartFromTheirThreads() throws Exception {
    Calls calls = calls(60_000, 1, 10, 10);
    CompletableFuture<String> ofTheGateway = new CompletableFuture<>();
    CompletableFuture<String> result =
        call(
            calls,
            calls.newLane(),
            () -> done(calls.apart(ofTheGateway).toCompletableFuture().join()));
    ofTheGateway.complete("taken");
    assertEquals("taken", result.get(10, SECONDS));
  }

  @Test
  void letsFinishWhatIsUnfinished() {
    Calls calls = calls(60_000, 1, 10, 10);
    CompletableFuture<String> open = new CompletableFuture<>();
    CompletableFuture<String> result = call(calls, calls.newLane(), () -> open);
    open.completeOnTimeout("done", 50, MILLISECONDS);
    calls.finish();
    assertTrue(result.isDone());
  }

  private Calls calls(long timeoutMillis, int threads, int max, int maxOfSocket) {
    Calls calls = new Calls(new ExtensionSettings(null, timeoutMillis, threads, max, maxOfSocket));
    opened.add(calls);
    return calls;
  }

  private static CompletableFuture<String> call(
      Calls calls, Lane lane, Call.Action<String> action) {
    return calls.call(lane, LOADER, action).toCompletableFuture();
  }

  private static <T> CompletionStage<T> done(T value) {
    return CompletableFuture.completedStage(value);
  }

  private static Throwable failure(CompletableFuture<?> result) {
    return assertThrows(ExecutionException.class, () -> result.get(10, SECONDS)).getCause();
  }
}
