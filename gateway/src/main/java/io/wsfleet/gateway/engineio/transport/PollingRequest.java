package io.wsfleet.gateway.engineio.transport;

import io.netty.channel.Channel;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import io.wsfleet.gateway.engineio.protocol.PayloadWriter.Payload;
import io.wsfleet.gateway.engineio.server.ConnectionError;
import io.wsfleet.gateway.net.RequestDeadline;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A polling request and its response; only the first response counts. While the client waits for
 * the response, its channel has no deadline. Responses can be sent from any thread.
 */
public final class PollingRequest {
  private final HttpServerRequest request;
  private final Channel channel;
  private final HttpResponses httpResponses;
  private final TransportContext context;
  private final AtomicBoolean answered = new AtomicBoolean();

  PollingRequest(HttpServerRequest request, HttpResponses httpResponses, TransportContext context) {
    this.request = request;
    this.channel = ((ConnectionBase) request.connection()).channel();
    this.httpResponses = httpResponses;
    this.context = context;
    RequestDeadline.stop(channel);
  }

  HttpServerRequest request() {
    return request;
  }

  public Channel channel() {
    return channel;
  }

  /**
   * Runs an action if the client closes the connection before the response. Must be called before
   * the handler of the request returns.
   */
  void onAborted(Runnable action) {
    request
        .response()
        .closeHandler(
            gone -> {
              if (answered.compareAndSet(false, true)) {
                action.run();
              }
            });
  }

  /** Sends packets, compressed if the client accepts it and the payload is large. */
  void sendPackets(Payload payload) {
    if (markAnswered()) {
      HttpServerResponse response =
          httpResponses
              .response(request)
              .putHeader(HttpHeaders.CONTENT_TYPE, payload.contentType())
              .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
      send(response, compress(payload));
    }
  }

  /** Confirms a POST. */
  void sendOk() {
    if (markAnswered()) {
      HttpServerResponse response =
          httpResponses
              .response(request)
              // As HTML, so that no browser offers a download.
              .putHeader(HttpHeaders.CONTENT_TYPE, "text/html")
              .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
      send(response, Buffer.buffer("ok"));
    }
  }

  /** Sends a status without a body. */
  void sendStatus(int status) {
    if (markAnswered()) {
      send(httpResponses.response(request).setStatusCode(status), Buffer.buffer());
    }
  }

  void sendError(ConnectionError error) {
    if (markAnswered()) {
      httpResponses.sendError(request, error);
      startRequestDeadline();
    }
  }

  /** Closes the channel instead of a response. */
  void closeChannel() {
    if (markAnswered()) {
      channel.close();
    }
  }

  /** Sets the cookie with the session id, if one is configured. */
  void setCookie(String sid) {
    if (!context.http().cookie().isEmpty()) {
      request
          .response()
          .putHeader(
              HttpHeaders.SET_COOKIE,
              context.http().cookie() + "=" + sid + "; Path=/; HttpOnly; SameSite=Lax");
    }
  }

  private Buffer compress(Payload payload) {
    byte[] body = payload.body();
    if (context.http().compression() && body.length >= ContentCoding.THRESHOLD) {
      ContentCoding coding =
          ContentCoding.negotiate(request.getHeader(HttpHeaders.ACCEPT_ENCODING));
      if (coding != null) {
        request.response().putHeader(HttpHeaders.CONTENT_ENCODING, coding.token());
        return Buffer.buffer(coding.compress(body));
      }
    }
    return Buffer.buffer(body);
  }

  private boolean markAnswered() {
    return answered.compareAndSet(false, true);
  }

  private void send(HttpServerResponse response, Buffer body) {
    // A client that does not read its response gets no more time than a silent one.
    RequestDeadline.start(channel, context.engine().heartbeat().maxSilence(), () -> {});
    response.end(body).onComplete(written -> startRequestDeadline());
  }

  private void startRequestDeadline() {
    RequestDeadline.start(channel, context.http().requestMillis(), () -> {});
  }
}
