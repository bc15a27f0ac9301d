package io.wsfleet.gateway.cluster;

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
 * One forwarded request and its response. Bodies are streamed with backpressure in both directions.
 * When the client disconnects, the request at the other gateway is reset too. Runs on the event
 * loop of its request.
 */
final class ProxiedRequest {
  private final Vertx vertx;
  private final HttpServerRequest request;
  private final ForwardListener listener;
  private final Pipe<Buffer> body;
  private @Nullable HttpClientRequest forwarded;
  private long timer;
  private boolean isBodySent;
  private boolean isResponding;
  private boolean isResponseSent;
  private boolean ended;

  /** The request must be paused, unless it has ended. */
  ProxiedRequest(Vertx vertx, HttpServerRequest request, ForwardListener listener) {
    this.vertx = vertx;
    this.request = request;
    this.listener = listener;
    this.body = request.pipe().endOnFailure(false);
  }

  void start(HttpClient client, Peer peer, String ownTag, long maxMillis) {
    timer = vertx.setTimer(maxMillis, late -> abort(ForwardFailure.NO_RESPONSE));
    request.response().closeHandler(gone -> onClientClosed());
    RequestOptions options =
        new RequestOptions()
            .setHost(peer.ip())
            .setPort(peer.port())
            .setMethod(request.method())
            .setURI(request.uri());
    client
        .request(options)
        .onSuccess(made -> send(made, ownTag))
        .onFailure(unreachable -> abort(ForwardFailure.UNREACHABLE));
  }

  /** Gives up before anything was sent; the listener answers the request. */
  void reject(ForwardFailure reason) {
    abort(reason);
  }

  private void send(HttpClientRequest made, String ownTag) {
    if (ended) {
      made.reset();
      return;
    }
    forwarded = made;
    ForwardedHeaders.copy(request.headers(), made.headers());
    made.putHeader(ForwardedHeaders.FORWARDED, ownTag);
    made.response()
        .onSuccess(this::onResponse)
        .onFailure(silent -> abort(ForwardFailure.NO_RESPONSE));
    if (ForwardedHeaders.hasBody(request)) {
      made.setChunked(!made.headers().contains(HttpHeaders.CONTENT_LENGTH));
      made.sendHead();
    }
    body.to(made)
        .onSuccess(sent -> onBodySent())
        .onFailure(broken -> abort(ForwardFailure.NO_RESPONSE));
  }

  private void onBodySent() {
    isBodySent = true;
    endIfComplete();
  }

  private void onResponse(HttpClientResponse peerResponse) {
    if (ended) {
      return;
    }
    isResponding = true;
    HttpServerResponse response = request.response();
    response.setStatusCode(peerResponse.statusCode());
    ForwardedHeaders.copy(peerResponse.headers(), response.headers());
    response.setChunked(!response.headers().contains(HttpHeaders.CONTENT_LENGTH));
    peerResponse
        .pipe()
        .endOnFailure(false)
        .to(response)
        .onSuccess(sent -> onResponseSent())
        .onFailure(broken -> abort(ForwardFailure.NO_RESPONSE));
  }

  private void onResponseSent() {
    isResponseSent = true;
    endIfComplete();
  }

  /** A response may be complete before the body of the request is. */
  private void endIfComplete() {
    if (isBodySent && isResponseSent && end()) {
      listener.onDone();
    }
  }

  private void onClientClosed() {
    if (end()) {
      reset();
      listener.onDone();
    }
  }

  private void abort(ForwardFailure reason) {
    if (!end()) {
      return;
    }
    reset();
    if (isResponding) {
      // An incomplete response can only be reset, so that no client takes it for a complete one.
      request.response().reset();
      listener.onDone();
    } else {
      // The listener may still answer the request.
      body.close();
      listener.onFailed(reason);
    }
  }

  private boolean end() {
    if (ended) {
      return false;
    }
    ended = true;
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
