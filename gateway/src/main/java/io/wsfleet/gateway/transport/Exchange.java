package io.wsfleet.gateway.transport;

import io.netty.channel.Channel;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import io.wsfleet.gateway.engineio.PayloadWriter.Payload;
import io.wsfleet.gateway.net.RequestDeadline;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A request of a session on polling, and its one answer: only the first that is given counts. While
 * it waits for its answer no deadline runs for its network connection. Answers may be given from
 * any thread.
 */
final class Exchange {
  private final HttpServerRequest request;
  private final Channel channel;
  private final Answers answers;
  private final TransportSettings settings;
  private final AtomicBoolean answered = new AtomicBoolean();

  Exchange(HttpServerRequest request, Answers answers, TransportSettings settings) {
    this.request = request;
    this.channel = ((ConnectionBase) request.connection()).channel();
    this.answers = answers;
    this.settings = settings;
    RequestDeadline.stop(channel);
  }

  HttpServerRequest request() {
    return request;
  }

  Channel channel() {
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
  void packets(Payload payload) {
    if (begin()) {
      HttpServerResponse response =
          answers
              .to(request)
              .putHeader(HttpHeaders.CONTENT_TYPE, payload.contentType())
              .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
      end(response, coded(payload));
    }
  }

  /** What the client brought was taken. */
  void taken() {
    if (begin()) {
      HttpServerResponse response =
          answers
              .to(request)
              // As HTML, so that no browser offers it as a download.
              .putHeader(HttpHeaders.CONTENT_TYPE, "text/html")
              .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
      end(response, Buffer.buffer("ok"));
    }
  }

  /** A status without a word. */
  void nothing(int status) {
    if (begin()) {
      end(answers.to(request).setStatusCode(status), Buffer.buffer());
    }
  }

  void refuse(Refusal refusal) {
    if (begin()) {
      answers.refuse(request, refusal);
      awaitNext();
    }
  }

  /** Closes the network connection instead of an answer. */
  void destroy() {
    if (begin()) {
      channel.close();
    }
  }

  /** Sets the cookie that names the session, if there is to be one. */
  void cookie(String sid) {
    if (!settings.cookie().isEmpty()) {
      request
          .response()
          .putHeader(
              HttpHeaders.SET_COOKIE,
              settings.cookie() + "=" + sid + "; Path=/; HttpOnly; SameSite=Lax");
    }
  }

  private Buffer coded(Payload payload) {
    byte[] body = payload.body();
    if (settings.httpCompression() && body.length >= ContentCoding.THRESHOLD) {
      ContentCoding coding = ContentCoding.wanted(request.getHeader(HttpHeaders.ACCEPT_ENCODING));
      if (coding != null) {
        request.response().putHeader(HttpHeaders.CONTENT_ENCODING, coding.token());
        return Buffer.buffer(coding.compress(body));
      }
    }
    return Buffer.buffer(body);
  }

  private boolean begin() {
    return answered.compareAndSet(false, true);
  }

  private void end(HttpServerResponse response, Buffer body) {
    // A client that does not read its answer is not waited for any longer than a silent one.
    RequestDeadline.start(channel, settings.timing().silence(), () -> {});
    response.end(body).onComplete(written -> awaitNext());
  }

  private void awaitNext() {
    RequestDeadline.start(channel, settings.handshakeMillis(), () -> {});
  }
}
