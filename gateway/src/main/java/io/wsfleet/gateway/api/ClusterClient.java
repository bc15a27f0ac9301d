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

/** The fleet as requests see it: everything takes a bounded time, and what fails is a problem. */
record ClusterClient(Bus bus, long timeoutMillis) {

  /** Tells all gateways; the reply is given when the bus has taken it. */
  CompletionStage<ApiResponse> publish(BusMessage message) {
    return bounded(
        bus.publish(message).thenApply(taken -> ApiResponse.DONE),
        "try again",
        "it may still do so, and then a second try would be a second message");
  }

  /** Tells all gateways if it is the message's turn. */
  CompletionStage<ApiResponse> publish(BusMessage message, ProducerSequence sequence) {
    if (!bus.supportsSequences()) {
      throw new ProblemException(
          Problem.invalid(
              "/number",
              "this fleet has a bus that does not remember what it has taken (spec.bus: PubSub);"
                  + " leave producer and number out, or change the bus to Durable"));
    }
    String again = "try again with the same number: it is taken once, however often it is sent";
    return bounded(
        bus.publish(message, sequence).thenApply(each -> response(each, sequence)), again, again);
  }

  private static ApiResponse response(PublishResult result, ProducerSequence sequence) {
    if (result instanceof PublishResult.OutOfSequence outOfSequence) {
      throw new CompletionException(
          new ProblemException(
              new Problem(
                  Problem.Kind.OUT_OF_TURN,
                  "the next number of %s is %d, and %d skips some; send what is between first"
                      .formatted(sequence.producer(), outOfSequence.next(), sequence.number()),
                  List.of(),
                  outOfSequence.next())));
    }
    return ApiResponse.of(new JsonObject().put("known", result instanceof PublishResult.Duplicate));
  }

  private CompletionStage<ApiResponse> bounded(
      CompletionStage<ApiResponse> published, String whenRefused, String whenLate) {
    return published
        .toCompletableFuture()
        .orTimeout(timeoutMillis, TimeUnit.MILLISECONDS)
        .exceptionally(
            failure -> {
              throw new CompletionException(problem(cause(failure), whenRefused, whenLate));
            });
  }

  /** What can be asked. */
  ClusterQueries queries() {
    return bus.queries();
  }

  private Throwable problem(Throwable cause, String whenRefused, String whenLate) {
    if (cause instanceof TimeoutException) {
      String late = "the bus has not taken it within " + timeoutMillis + " ms; " + whenLate;
      return new ProblemException(Problem.of(Problem.Kind.BUS_UNAVAILABLE, late));
    }
    if (cause instanceof PublishException) {
      String refused = cause.getMessage() + "; " + whenRefused;
      return new ProblemException(Problem.of(Problem.Kind.BUS_UNAVAILABLE, refused));
    }
    return cause;
  }

  static Throwable cause(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }
}
