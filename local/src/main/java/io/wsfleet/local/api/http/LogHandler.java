package io.wsfleet.local.api.http;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.wsfleet.local.model.Kinds;
import io.wsfleet.local.model.StatusException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Serves the log subresource of pods: the content of the file, and what is added if the client
 * follows.
 */
final class LogHandler {
  private static final int CHUNK_BYTES = 64 * 1024;
  private static final int POLL_MILLIS = 200;

  private final Vertx vertx;
  private final LogFiles files;

  LogHandler(Vertx vertx, LogFiles files) {
    this.vertx = vertx;
    this.files = files;
  }

  void start(HttpServerRequest http, ApiRequest apiRequest) {
    try {
      Path file = file(apiRequest);
      HttpServerResponse response = http.response();
      response.setChunked(true).putHeader("Content-Type", "text/plain");
      long from = tail(file, apiRequest.parameter("tailLines"));
      long at = copy(file, from, response);
      if (!apiRequest.has("follow", "true")) {
        response.end();
        return;
      }
      long[] position = {at};
      long timer =
          vertx.setPeriodic(POLL_MILLIS, now -> position[0] = follow(file, position[0], response));
      response.closeHandler(closed -> vertx.cancelTimer(timer));
    } catch (StatusException failure) {
      ApiServer.send(http, ApiResponse.failure(failure));
    } catch (IOException e) {
      ApiServer.send(
          http,
          ApiResponse.failure(StatusException.of(500, "InternalError", "the log cannot be read")));
    }
  }

  private Path file(ApiRequest apiRequest) {
    ObjectPath path = ObjectPath.of(apiRequest.path()).orElseThrow(StatusException::pathNotFound);
    return files
        .of(
            path.namespace(),
            path.name(),
            apiRequest.parameters().getOrDefault("container", ""),
            apiRequest.has("previous", "true"))
        .orElseThrow(() -> StatusException.notFound(Kinds.POD.ref(path.namespace(), path.name())));
  }

  private static long follow(Path file, long from, HttpServerResponse response) {
    if (response.ended() || response.closed() || response.writeQueueFull()) {
      return from;
    }
    try {
      return copy(file, from, response);
    } catch (IOException e) {
      response.end();
      return from;
    }
  }

  private static long copy(Path file, long from, HttpServerResponse response) throws IOException {
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      long at = Math.min(from, in.length());
      in.seek(at);
      byte[] piece = new byte[CHUNK_BYTES];
      for (int read = in.read(piece); read > 0; read = in.read(piece)) {
        response.write(Buffer.buffer().appendBytes(piece, 0, read));
        at += read;
      }
      return at;
    }
  }

  /** The position of the first of the last {@code lines} lines. */
  private static long tail(Path file, @Nullable String lines) throws IOException {
    int wanted;
    try {
      wanted = lines == null ? -1 : Integer.parseInt(lines);
    } catch (NumberFormatException e) {
      throw StatusException.badRequest("tailLines is not a number: " + lines);
    }
    if (wanted < 0) {
      return 0;
    }
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      long at = in.length();
      int found = 0;
      byte newline = "\n".getBytes(StandardCharsets.US_ASCII)[0];
      while (at > 0) {
        in.seek(at - 1);
        if (in.readByte() == newline && at < in.length() && ++found == wanted) {
          return at;
        }
        at--;
      }
      return wanted == 0 ? in.length() : 0;
    }
  }
}
