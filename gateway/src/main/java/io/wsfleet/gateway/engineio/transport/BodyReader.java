package io.wsfleet.gateway.engineio.transport;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of a request up to a maximum size. The rest is discarded as it comes, so that the
 * client receives the response.
 */
final class BodyReader {
  private final HttpServerRequest request;
  private final int maxBytes;
  private @Nullable Buffer body = Buffer.buffer();

  private BodyReader(HttpServerRequest request, int maxBytes) {
    this.request = request;
    this.maxBytes = maxBytes;
  }

  /** Receives the result, on the event loop of the request. */
  interface Callback {
    void onBody(Buffer body);

    void onTooBig();
  }

  /** Must be called before the handler of the request returns. */
  static void read(HttpServerRequest request, int maxBytes, Callback callback) {
    BodyReader reader = new BodyReader(request, maxBytes);
    if (reader.exceedsContentLength()) {
      reader.reportTooBig(callback);
    } else if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
      request.response().writeContinue();
    }
    request.handler(chunk -> reader.onChunk(chunk, callback));
    request.endHandler(end -> reader.onEnd(callback));
    // An aborted request is reported by its response.
    request.exceptionHandler(broken -> {});
  }

  private boolean exceedsContentLength() {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    try {
      return length != null && Long.parseLong(length) > maxBytes;
    } catch (NumberFormatException unreadable) {
      return false;
    }
  }

  private void onChunk(Buffer chunk, Callback callback) {
    Buffer soFar = body;
    if (soFar != null && (long) soFar.length() + chunk.length() > maxBytes) {
      reportTooBig(callback);
    } else if (soFar != null) {
      soFar.appendBuffer(chunk);
    }
  }

  private void onEnd(Callback callback) {
    Buffer whole = body;
    if (whole != null) {
      body = null;
      callback.onBody(whole);
    }
  }

  private void reportTooBig(Callback callback) {
    body = null;
    callback.onTooBig();
  }
}
