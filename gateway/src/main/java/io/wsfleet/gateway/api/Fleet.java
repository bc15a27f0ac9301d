package io.wsfleet.gateway.api;

import io.vertx.core.json.JsonObject;
import io.wsfleet.gateway.bus.Bus;
import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.bus.Inquiries;
import io.wsfleet.gateway.bus.NotPublished;
import io.wsfleet.gateway.bus.Receipt;
import io.wsfleet.gateway.bus.Turn;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The fleet as requests see it: everything takes a bounded time, and what fails is a problem. */
record Fleet(Bus bus, long timeoutMillis) {

  /** Tells all gateways; the reply is given when the bus has taken it. */
  CompletionStage<Reply> tell(BusMessage message) {
    return bounded(
        bus.publish(message).thenApply(taken -> Reply.DONE),
        "try again",
        "it may still do so, and then a second try would be a second message");
  }

  /** Tells all gateways if it is the message's turn. */
  CompletionStage<Reply> tell(BusMessage message, Turn turn) {
    if (!bus.keepsTurns()) {
      throw new Refused(
          Problem.invalid(
              "/number",
              "this fleet has a bus that does not remember what it has taken (spec.bus: PubSub);"
                  + " leave producer and number out, or change the bus to Durable"));
    }
    String again = "try again with the same number: it is taken once, however often it is sent";
    return bounded(bus.publish(message, turn).thenApply(each -> reply(each, turn)), again, again);
  }

  private static Reply reply(Receipt receipt, Turn turn) {
    if (receipt instanceof Receipt.OutOfTurn skipped) {
      throw new CompletionException(
          new Refused(
              new Problem(
                  Problem.Kind.OUT_OF_TURN,
                  "the next number of %s is %d, and %d skips some; send what is between first"
                      .formatted(turn.producer(), skipped.next(), turn.number()),
                  List.of(),
                  skipped.next())));
    }
    return Reply.of(new JsonObject().put("known", receipt instanceof Receipt.Known));
  }

  private CompletionStage<Reply> bounded(
      CompletionStage<Reply> told, String whenRefused, String whenLate) {
    return told.toCompletableFuture()
        .orTimeout(timeoutMillis, TimeUnit.MILLISECONDS)
        .exceptionally(
            failure -> {
              throw new CompletionException(problem(cause(failure), whenRefused, whenLate));
            });
  }

  /** What can be asked. */
  Inquiries ask() {
    return bus.inquiries();
  }

  private Throwable problem(Throwable cause, String whenRefused, String whenLate) {
    if (cause instanceof TimeoutException) {
      String late = "the bus has not taken it within " + timeoutMillis + " ms; " + whenLate;
      return new Refused(Problem.of(Problem.Kind.BUS_UNAVAILABLE, late));
    }
    if (cause instanceof NotPublished) {
      String refused = cause.getMessage() + "; " + whenRefused;
      return new Refused(Problem.of(Problem.Kind.BUS_UNAVAILABLE, refused));
    }
    return cause;
  }

  static Throwable cause(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }
}
