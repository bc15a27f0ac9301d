package io.wsfleet.gateway.peers;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.streams.Pipe;
import org.jspecify.annotations.Nullable;

/**
 * One request that is passed on, and its answer that comes back. Bodies run through, each as fast
 * as its reader reads. A client that gives up ends the request at the other gateway too, to which
 * that means something. Runs on the event loop of its request.
 */
final class Exchange {
  private final Vertx vertx;
  private final HttpServerRequest request;
  private final Outcome outcome;
  private final Pipe<Buffer> body;
  private @Nullable HttpClientRequest forwarded;
  private long timer;
  private boolean bodyIsSent;
  private boolean isAnswering;
  private boolean isAnswered;
  private boolean over;

  /** The request must be paused, unless it is over. */
  Exchange(Vertx vertx, HttpServerRequest request, Outcome outcome) {
    this.vertx = vertx;
    this.request = request;
    this.outcome = outcome;
    this.body = request.pipe().endOnFailure(false);
  }

  void begin(HttpClient client, Peer peer, String by, long maxMillis) {
    timer = vertx.setTimer(maxMillis, late -> breakOff(Failure.NO_ANSWER));
    request.response().closeHandler(gone -> giveUp());
    RequestOptions options =
        new RequestOptions()
            .setHost(peer.ip())
            .setPort(peer.port())
            .setMethod(request.method())
            .setURI(request.uri());
    client
        .request(options)
        .onSuccess(made -> send(made, by))
        .onFailure(unreachable -> breakOff(Failure.UNREACHABLE));
  }

  /** Leaves the request to be answered here. */
  void refuse(Failure why) {
    breakOff(why);
  }

  private void send(HttpClientRequest made, String by) {
    if (over) {
      made.reset();
      return;
    }
    forwarded = made;
    Headers.copy(request.headers(), made.headers());
    made.putHeader(Headers.FORWARDED, by);
    made.response().onSuccess(this::answer).onFailure(silent -> breakOff(Failure.NO_ANSWER));
    if (Headers.hasBody(request)) {
      made.setChunked(!made.headers().contains(HttpHeaders.CONTENT_LENGTH));
      made.sendHead();
    }
    body.to(made).onSuccess(sent -> bodySent()).onFailure(broken -> breakOff(Failure.NO_ANSWER));
  }

  private void bodySent() {
    bodyIsSent = true;
    endIfComplete();
  }

  private void answer(HttpClientResponse answer) {
    if (over) {
      return;
    }
    isAnswering = true;
    HttpServerResponse response = request.response();
    response.setStatusCode(answer.statusCode());
    Headers.copy(answer.headers(), response.headers());
    response.setChunked(!response.headers().contains(HttpHeaders.CONTENT_LENGTH));
    answer
        .pipe()
        .endOnFailure(false)
        .to(response)
        .onSuccess(sent -> answered())
        .onFailure(broken -> breakOff(Failure.NO_ANSWER));
  }

  private void answered() {
    isAnswered = true;
    endIfComplete();
  }

  /** An answer may be there before the whole body is, of which the rest then still comes. */
  private void endIfComplete() {
    if (bodyIsSent && isAnswered && end()) {
      outcome.done();
    }
  }

  private void giveUp() {
    if (end()) {
      reset();
      outcome.done();
    }
  }

  private void breakOff(Failure why) {
    if (!end()) {
      return;
    }
    reset();
    if (isAnswering) {
      // Half an answer can only be cut off, so that nobody takes it for a whole one.
      request.response().reset();
      outcome.done();
    } else {
      // Whoever hears of it may still answer.
      body.close();
      outcome.failed(why);
    }
  }

  private boolean end() {
    if (over) {
      return false;
    }
    over = true;
    vertx.cancelTimer(timer);
    return true;
  }

  private void reset() {
    HttpClientRequest made = forwarded;
    if (made != null) {
      made.reset();
    }
  }
}
