package io.wsfleet.gateway.plain;

import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.OnBinaryMessage;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnError;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnPongMessage;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.UserData.TypedKey;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Inject;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The websocket endpoint of plain clients. Quarkus fixes its path when the gateway is built;
 * requests to the configured path are rerouted to it, and no other request reaches it.
 */
@WebSocket(path = PlainEndpoint.PATH)
public class PlainEndpoint {
  public static final String PATH = "/_wsfleet_plain";

  private static final TypedKey<PlainClient> CLIENT = new TypedKey<>("wsfleet.client");
  private static final int UNSUPPORTED = 1003;
  private static final int INTERNAL_ERROR = 1011;

  private final PlainClients clients;

  @Inject
  PlainEndpoint(PlainClients clients) {
    this.clients = clients;
  }

  @OnOpen
  @NonBlocking
  public void open(WebSocketConnection connection) {
    var connectRequest = connection.userData().get(PlainUpgrade.CONNECT_REQUEST);
    connection
        .userData()
        .put(CLIENT, clients.open(connectRequest, new EndpointConnection(connection)));
  }

  @OnTextMessage
  @NonBlocking
  public void text(String message, WebSocketConnection connection) {
    PlainClient client = connection.userData().get(CLIENT);
    if (client != null) {
      clients.received(client, message);
    }
  }

  @OnBinaryMessage
  @NonBlocking
  public void binary(Buffer message, WebSocketConnection connection) {
    new EndpointConnection(connection).close(UNSUPPORTED, "messages must be text");
  }

  @OnPongMessage
  @NonBlocking
  public void pong(Buffer data, WebSocketConnection connection) {
    PlainClient client = connection.userData().get(CLIENT);
    if (client != null) {
      client.onPong(PlainClients.now());
    }
  }

  @OnClose
  @NonBlocking
  public void close(WebSocketConnection connection) {
    PlainClient client = connection.userData().get(CLIENT);
    if (client != null) {
      client.onClose();
    }
  }

  /** Not logged, because clients can cause it; {@link #close} follows. */
  @OnError
  @NonBlocking
  public void error(Throwable failure, WebSocketConnection connection) {
    new EndpointConnection(connection).close(INTERNAL_ERROR, "internal error");
  }

  private record EndpointConnection(WebSocketConnection connection) implements ClientConnection {
    @Override
    public CompletionStage<Void> send(String text) {
      CompletableFuture<Void> sent = new CompletableFuture<>();
      connection.sendText(text).subscribe().with(sent::complete, sent::completeExceptionally);
      return sent;
    }

    @Override
    public void ping() {
      connection.sendPing(Buffer.buffer()).subscribe().with(sent -> {}, failed -> {});
    }

    @Override
    public void close(int status, String reason) {
      connection
          .close(new CloseReason(status, reason))
          .subscribe()
          .with(closed -> {}, failed -> {});
    }
  }
}
