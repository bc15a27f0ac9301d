package io.wsfleet.local.api.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.streams.WriteStream;
import io.wsfleet.local.model.Json;
import io.wsfleet.local.model.StatusException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * The connection of a watch. It is closed when 1 MiB waits for a client that does not read; the
 * client lists again when it returns.
 */
record WatchStream(
    WriteStream<?> stream,
    Consumer<String> write,
    Runnable end,
    Consumer<Handler<Void>> closeHandler) {
  private static final int MAX_PENDING_BYTES = 1024 * 1024;

  static WatchStream over(HttpServerResponse response) {
    response.setChunked(true).putHeader("Content-Type", "application/json;stream=watch");
    response.setWriteQueueMaxSize(MAX_PENDING_BYTES);
    // The head is sent at once, so that the client knows that it is watching.
    response.writeHead();
    return new WatchStream(
        response, text -> response.write(text + "\n"), response::end, response::closeHandler);
  }

  static WatchStream over(ServerWebSocket socket) {
    socket.setWriteQueueMaxSize(MAX_PENDING_BYTES);
    return new WatchStream(socket, socket::writeTextMessage, socket::close, socket::closeHandler);
  }

  void send(ObjectNode event) {
    if (stream.writeQueueFull()) {
      close();
    } else {
      write.accept(new String(Json.bytes(event), StandardCharsets.UTF_8));
    }
  }

  /** Too much has happened since: the client has to list again. */
  void sendGone() {
    ObjectNode event = Json.object().put("type", "ERROR");
    event.set("object", StatusException.of(410, "Expired", "too old resource version").status());
    send(event);
    close();
  }

  void onClose(Runnable then) {
    closeHandler.accept(closed -> then.run());
  }

  void close() {
    end.run();
  }
}
