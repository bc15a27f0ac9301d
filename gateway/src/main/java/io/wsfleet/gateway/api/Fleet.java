package io.wsfleet.gateway.api;

import io.wsfleet.gateway.bus.Bus;
import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.bus.Inquiries;
import io.wsfleet.gateway.bus.NotPublished;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The fleet as requests see it: everything takes a bounded time, and what fails is a problem. */
record Fleet(Bus bus, long timeoutMillis) {

  /** Tells all gateways; the reply is given when the bus has taken it. */
  CompletionStage<Reply> tell(BusMessage message) {
    return bus.publish(message)
        .<Reply>thenApply(taken -> Reply.DONE)
        .toCompletableFuture()
        .orTimeout(timeoutMillis, TimeUnit.MILLISECONDS)
        .exceptionally(
            failure -> {
              throw new CompletionException(new Refused(problem(cause(failure))));
            });
  }

  /** What can be asked. */
  Inquiries ask() {
    return bus.inquiries();
  }

  private Problem problem(Throwable cause) {
    if (cause instanceof TimeoutException) {
      return Problem.of(
          Problem.Kind.BUS_UNAVAILABLE,
          "the bus has not taken it within "
              + timeoutMillis
              + " ms; it may still do so, and then a second try would be a second message");
    }
    if (cause instanceof NotPublished) {
      return Problem.of(Problem.Kind.BUS_UNAVAILABLE, cause.getMessage() + "; try again");
    }
    throw new CompletionException(cause);
  }

  static Throwable cause(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }
}
