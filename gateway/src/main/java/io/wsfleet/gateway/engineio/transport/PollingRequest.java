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
 * A request of a session on polling, and its one answer: only the first that is given counts. While
 * it waits for its answer no deadline runs for its network connection. Answers may be given from
 * any thread.
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
   * What to do if the client goes away without having waited for the answer. To be said before the
   * handler of the request returns, or it might be gone already.
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

  /** Packets for the client, compressed where it wants that and it is worth it. */
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

  /** What the client brought was taken. */
  void sendOk() {
    if (markAnswered()) {
      HttpServerResponse response =
          httpResponses
              .response(request)
              // As HTML, so that no browser offers it as a download.
              .putHeader(HttpHeaders.CONTENT_TYPE, "text/html")
              .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
      send(response, Buffer.buffer("ok"));
    }
  }

  /** A status without a word. */
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

  /** Closes the network connection instead of an answer. */
  void closeChannel() {
    if (markAnswered()) {
      channel.close();
    }
  }

  /** Sets the cookie that names the session, if there is to be one. */
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
    // A client that does not read its answer is not waited for any longer than a silent one.
    RequestDeadline.start(channel, context.engine().heartbeat().maxSilence(), () -> {});
    response.end(body).onComplete(written -> startRequestDeadline());
  }

  private void startRequestDeadline() {
    RequestDeadline.start(channel, context.http().requestMillis(), () -> {});
  }
}
