package io.wsfleet.gateway.handlers;

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

class HandlerExecutorTest {
  private static final ClassLoader LOADER = HandlerExecutorTest.class.getClassLoader();

  private final List<HandlerExecutor> opened = new ArrayList<>();

  @AfterEach
  void close() {
    opened.forEach(HandlerExecutor::close);
  }

  @Test
  void callsHandlersOfOneSocketInOrderWithoutWaitingForTheirStages() throws Exception {
    HandlerExecutor handlerExecutor = executor(60_000, 2, 1000, 1000);
    SerialExecutor serialExecutor = handlerExecutor.newSerialExecutor();
    List<Integer> begun = new CopyOnWriteArrayList<>();
    CompletableFuture<String> never = new CompletableFuture<>();
    List<CompletableFuture<String>> results =
        IntStream.range(0, 500)
            .mapToObj(
                number ->
                    call(
                        handlerExecutor,
                        serialExecutor,
                        () -> {
                          begun.add(number);
                          return number == 0 ? never : done("x");
                        }))
            .toList();
    results.get(499).get(10, SECONDS);
    assertEquals(IntStream.range(0, 500).boxed().toList(), begun);
    assertFalse(results.get(0).isDone());
    await().until(() -> handlerExecutor.unfinished() == 1);
    never.complete("late");
    assertEquals("late", results.get(0).get(10, SECONDS));
    assertEquals(0, handlerExecutor.unfinished());
  }

  @Test
  void delaysOnlyTheOwnSocketOfAHandlerThatBlocks() throws Exception {
    HandlerExecutor handlerExecutor = executor(60_000, 2, 1000, 1000);
    SerialExecutor blocked = handlerExecutor.newSerialExecutor();
    CountDownLatch open = new CountDownLatch(1);
    CompletableFuture<String> first =
        call(
            handlerExecutor,
            blocked,
            () -> {
              open.await();
              return done("first");
            });
    CompletableFuture<String> second = call(handlerExecutor, blocked, () -> done("second"));
    assertEquals(
        "other",
        call(handlerExecutor, handlerExecutor.newSerialExecutor(), () -> done("other"))
            .get(10, SECONDS));
    assertFalse(second.isDone());
    open.countDown();
    assertEquals("first", first.get(10, SECONDS));
    assertEquals("second", second.get(10, SECONDS));
  }

  @Test
  void interruptsAHandlerThatTakesTooLong() throws Exception {
    HandlerExecutor handlerExecutor = executor(100, 1, 1000, 1000);
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    CompletableFuture<String> slow =
        call(
            handlerExecutor,
            handlerExecutor.newSerialExecutor(),
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
        handlerExecutor
            .call(
                handlerExecutor.newSerialExecutor(),
                LOADER,
                () -> done(Thread.currentThread().isInterrupted()))
            .toCompletableFuture()
            .get(10, SECONDS));
    assertInstanceOf(
        TimeoutException.class,
        failure(
            call(
                handlerExecutor,
                handlerExecutor.newSerialExecutor(),
                () -> new CompletableFuture<>())));
    await().until(() -> handlerExecutor.unfinished() == 0);
  }

  @Test
  void limitsUnfinishedCallsOfOneSocketAndInAll() {
    HandlerExecutor handlerExecutor = executor(60_000, 2, 5, 3);
    SerialExecutor serialExecutor = handlerExecutor.newSerialExecutor();
    CompletableFuture<String> open = new CompletableFuture<>();
    for (int i = 0; i < 3; i++) {
      call(handlerExecutor, serialExecutor, () -> open);
    }
    assertTrue(
        ((HandlerExecutor.HandlerRejectedException)
                failure(call(handlerExecutor, serialExecutor, () -> open)))
            .isSocketLimit());
    call(handlerExecutor, handlerExecutor.newSerialExecutor(), () -> open);
    call(handlerExecutor, handlerExecutor.newSerialExecutor(), () -> open);
    assertFalse(
        ((HandlerExecutor.HandlerRejectedException)
                failure(call(handlerExecutor, handlerExecutor.newSerialExecutor(), () -> open)))
            .isSocketLimit());
    open.complete("x");
    await().until(() -> handlerExecutor.unfinished() == 0);
    assertEquals("again", call(handlerExecutor, serialExecutor, () -> done("again")).join());
  }

  @Test
  void failsWithTheExceptionOfAHandlerOrOfItsStage() {
    HandlerExecutor handlerExecutor = executor(60_000, 1, 10, 10);
    assertInstanceOf(
        StackOverflowError.class,
        failure(
            call(
                handlerExecutor,
                handlerExecutor.newSerialExecutor(),
                () -> {
                  throw new StackOverflowError();
                })));
    assertInstanceOf(
        NullPointerException.class,
        failure(call(handlerExecutor, handlerExecutor.newSerialExecutor(), () -> null)));
    CompletionStage<String> failed =
        CompletableFuture.<String>failedStage(new IllegalStateException("x")).thenApply(x -> x);
    assertInstanceOf(
        IllegalStateException.class,
        failure(call(handlerExecutor, handlerExecutor.newSerialExecutor(), () -> failed)));
    await().until(() -> handlerExecutor.unfinished() == 0);
  }

  @Test
  void completesStagesOnOtherThreadsThanThoseOfHandlers() throws Exception {
    HandlerExecutor handlerExecutor = executor(60_000, 1, 10, 10);
    CompletableFuture<String> ofTheGateway = new CompletableFuture<>();
    CompletableFuture<String> result =
        call(
            handlerExecutor,
            handlerExecutor.newSerialExecutor(),
            () -> done(handlerExecutor.async(ofTheGateway).toCompletableFuture().join()));
    ofTheGateway.complete("accepted");
    assertEquals("accepted", result.get(10, SECONDS));
  }

  @Test
  void waitsForUnfinishedCalls() {
    HandlerExecutor handlerExecutor = executor(60_000, 1, 10, 10);
    CompletableFuture<String> open = new CompletableFuture<>();
    CompletableFuture<String> result =
        call(handlerExecutor, handlerExecutor.newSerialExecutor(), () -> open);
    open.completeOnTimeout("done", 50, MILLISECONDS);
    handlerExecutor.awaitUnfinished();
    assertTrue(result.isDone());
  }

  private HandlerExecutor executor(long timeoutMillis, int threads, int max, int maxOfSocket) {
    HandlerExecutor handlerExecutor =
        new HandlerExecutor(new ExtensionSettings(null, timeoutMillis, threads, max, maxOfSocket));
    opened.add(handlerExecutor);
    return handlerExecutor;
  }

  private static CompletableFuture<String> call(
      HandlerExecutor handlerExecutor,
      SerialExecutor serialExecutor,
      HandlerCall.Action<String> action) {
    return handlerExecutor.call(serialExecutor, LOADER, action).toCompletableFuture();
  }

  private static <T> CompletionStage<T> done(T value) {
    return CompletableFuture.completedStage(value);
  }

  private static Throwable failure(CompletableFuture<?> result) {
    return assertThrows(ExecutionException.class, () -> result.get(10, SECONDS)).getCause();
  }
}
