package io.wsfleet.gateway.api;

import io.vertx.core.json.JsonObject;
import io.wsfleet.gateway.bus.Bus;
import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.bus.ClusterQueries;
import io.wsfleet.gateway.bus.ProducerSequence;
import io.wsfleet.gateway.bus.PublishException;
import io.wsfleet.gateway.bus.PublishResult;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Publishes and queries for requests, with a time limit; turns failures into problems. */
record ClusterClient(Bus bus, long timeoutMillis) {

  /** Publishes a message; responds when the bus has accepted it. */
  CompletionStage<ApiResponse> publish(BusMessage message) {
    return bounded(
        bus.publish(message).thenApply(published -> ApiResponse.NO_CONTENT),
        "retry",
        "it may still be delivered, so a retry can duplicate it");
  }

  /** Publishes a message of a producer once; responds when the bus has accepted it. */
  CompletionStage<ApiResponse> publish(BusMessage message, ProducerSequence sequence) {
    if (!bus.supportsSequences()) {
      throw new ProblemException(
          Problem.invalid(
              "/number",
              "the bus of this fleet does not remember numbers (spec.bus: PubSub);"
                  + " omit producer and number, or change the bus to Durable"));
    }
    String again = "retry with the same number; the bus accepts it only once";
    return bounded(
        bus.publish(message, sequence).thenApply(each -> response(each, sequence)), again, again);
  }

  private static ApiResponse response(PublishResult result, ProducerSequence sequence) {
    if (result instanceof PublishResult.OutOfSequence outOfSequence) {
      throw new CompletionException(
          new ProblemException(
              new Problem(
                  Problem.Kind.OUT_OF_TURN,
                  "the next number of %s is %d, got %d; send the missing ones first"
                      .formatted(sequence.producer(), outOfSequence.next(), sequence.number()),
                  List.of(),
                  outOfSequence.next())));
    }
    return ApiResponse.of(new JsonObject().put("known", result instanceof PublishResult.Duplicate));
  }

  private CompletionStage<ApiResponse> bounded(
      CompletionStage<ApiResponse> published, String whenRejected, String whenLate) {
    return published
        .toCompletableFuture()
        .orTimeout(timeoutMillis, TimeUnit.MILLISECONDS)
        .exceptionally(
            failure -> {
              throw new CompletionException(problem(cause(failure), whenRejected, whenLate));
            });
  }

  ClusterQueries queries() {
    return bus.queries();
  }

  private Throwable problem(Throwable cause, String whenRejected, String whenLate) {
    if (cause instanceof TimeoutException) {
      String late = "the bus did not accept it within " + timeoutMillis + " ms; " + whenLate;
      return new ProblemException(Problem.of(Problem.Kind.BUS_UNAVAILABLE, late));
    }
    if (cause instanceof PublishException) {
      String rejected = cause.getMessage() + "; " + whenRejected;
      return new ProblemException(Problem.of(Problem.Kind.BUS_UNAVAILABLE, rejected));
    }
    return cause;
  }

  static Throwable cause(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }
}
