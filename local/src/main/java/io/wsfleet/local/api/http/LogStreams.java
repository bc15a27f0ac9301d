package io.wsfleet.local.api.http;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.wsfleet.local.api.ApiFailure;
import io.wsfleet.local.model.Kinds;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The log subresource of pods: what is in the file, and what comes, if it is followed. */
final class LogStreams {
  private static final int PIECE = 64 * 1024;
  private static final int LOOK_EVERY_MILLIS = 200;

  private final Vertx vertx;
  private final LogFiles files;

  LogStreams(Vertx vertx, LogFiles files) {
    this.vertx = vertx;
    this.files = files;
  }

  void start(HttpServerRequest http, Request request) {
    try {
      Path file = file(request);
      HttpServerResponse response = http.response();
      response.setChunked(true).putHeader("Content-Type", "text/plain");
      long from = tail(file, request.parameter("tailLines"));
      long at = copy(file, from, response);
      if (!request.has("follow", "true")) {
        response.end();
        return;
      }
      long[] position = {at};
      long timer =
          vertx.setPeriodic(
              LOOK_EVERY_MILLIS, now -> position[0] = follow(file, position[0], response));
      response.closeHandler(closed -> vertx.cancelTimer(timer));
    } catch (ApiFailure failure) {
      ApiServer.send(http, Answer.failure(failure));
    } catch (IOException e) {
      ApiServer.send(
          http, Answer.failure(ApiFailure.of(500, "InternalError", "the log cannot be read")));
    }
  }

  private Path file(Request request) {
    ObjectPath path = ObjectPath.of(request.path()).orElseThrow(ApiFailure::noSuchPath);
    return files
        .of(
            path.namespace(),
            path.name(),
            request.parameters().getOrDefault("container", ""),
            request.has("previous", "true"))
        .orElseThrow(() -> ApiFailure.notFound(Kinds.POD.ref(path.namespace(), path.name())));
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
      byte[] piece = new byte[PIECE];
      for (int read = in.read(piece); read > 0; read = in.read(piece)) {
        response.write(Buffer.buffer().appendBytes(piece, 0, read));
        at += read;
      }
      return at;
    }
  }

  /** Where the last so many lines begin. */
  private static long tail(Path file, @Nullable String lines) throws IOException {
    int wanted;
    try {
      wanted = lines == null ? -1 : Integer.parseInt(lines);
    } catch (NumberFormatException e) {
      throw ApiFailure.badRequest("tailLines is not a number: " + lines);
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
