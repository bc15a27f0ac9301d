package io.wsfleet.gateway.plain;

import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.bus.InvalidPacketException;
import io.wsfleet.gateway.engineio.protocol.CloseReason;
import io.wsfleet.gateway.engineio.protocol.HeartbeatSettings;
import io.wsfleet.gateway.limits.InboundRateLimiter;
import io.wsfleet.gateway.net.websocket.frames.CloseCode;
import io.wsfleet.gateway.socketio.fanout.Delivery;
import io.wsfleet.gateway.socketio.fanout.SocketSender;
import io.wsfleet.gateway.socketio.protocol.Audience;
import io.wsfleet.gateway.socketio.protocol.JsonPayload;
import io.wsfleet.gateway.socketio.protocol.Packet;
import io.wsfleet.gateway.socketio.server.Admission;
import io.wsfleet.gateway.socketio.server.ConnectRequest;
import io.wsfleet.gateway.socketio.server.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A plain client: connects to its namespace, and sends and receives messages. Limits the bytes that
 * are queued for it; a client that does not read is closed. Messages of the client arrive one after
 * another; all other methods are thread-safe.
 */
final class PlainClient implements SocketSender {
  private static final long NONE = -1;

  private final PlainClients clients;
  private final ConnectRequest connectRequest;
  private final ClientConnection connection;
  private final InboundRateLimiter inboundRateLimiter;
  private final AtomicLong queuedBytes = new AtomicLong();
  private @Nullable Socket socket;
  private boolean closed;
  private volatile long lastReceived;
  private volatile long lastPing;
  private volatile long partialSince = NONE;

  PlainClient(
      PlainClients clients, ConnectRequest connectRequest, ClientConnection connection, long now) {
    this.clients = clients;
    this.connectRequest = connectRequest;
    this.connection = connection;
    this.inboundRateLimiter = new InboundRateLimiter(clients.rateLimits(), now);
    this.lastReceived = now;
    this.lastPing = now;
  }

  void open() {
    clients.socketEvents().admit(connectRequest).thenAccept(this::onAdmission);
  }

  /**
   * @param bytes the size of the text in UTF-8
   */
  void onText(String text, int bytes, long now) {
    lastReceived = now;
    InboundRateLimiter.Result result = inboundRateLimiter.acquire(bytes, now);
    if (result != InboundRateLimiter.Result.ACCEPTED) {
      end(
          result == InboundRateLimiter.Result.TOO_MANY_PACKETS
              ? CloseReason.TOO_MANY_PACKETS
              : CloseReason.TOO_MANY_BYTES,
          true);
      return;
    }
    Socket self = member();
    ClientMessage clientMessage = clients.codec().read(text);
    if (clientMessage instanceof ClientMessage.Ping) {
      send(clients.codec().pong());
    } else if (clientMessage instanceof ClientMessage.Malformed malformed) {
      reject(malformed.id(), malformed.reason());
    } else if (self == null) {
      reject(ClientMessage.NO_ID, "send nothing before the welcome message");
    } else {
      execute(self, clientMessage);
    }
  }

  /** Called for each frame of the client; a message may be incomplete after it. */
  void onFrame(long now, boolean isPartial) {
    lastReceived = now;
    if (!isPartial) {
      partialSince = NONE;
    } else if (partialSince == NONE) {
      partialSince = now;
    }
  }

  /** Called when the client has violated the protocol of the WebSocket or a limit. */
  void onViolation(CloseReason reason, CloseCode code) {
    end(reason, false);
    connection.close(code.number(), reason.label());
  }

  /** Sends a ping when it is due, and closes a client that has not answered in time. */
  void checkHeartbeat(long now) {
    HeartbeatSettings heartbeatSettings = clients.settings().engine().heartbeat();
    if (now - lastReceived > heartbeatSettings.pingInterval() + heartbeatSettings.pingTimeout()) {
      end(CloseReason.PING_TIMEOUT, true);
    } else if (isMessageTooSlow(now)) {
      end(CloseReason.MESSAGE_TOO_SLOW, true);
    } else if (now - lastPing >= heartbeatSettings.pingInterval()) {
      lastPing = now;
      connection.ping();
    }
  }

  private boolean isMessageTooSlow(long now) {
    long since = partialSince;
    return since != NONE && now - since > clients.settings().engine().timeouts().messageMillis();
  }

  /** Called when the websocket is closed. */
  void onClose() {
    end(CloseReason.TRANSPORT_CLOSE, false);
  }

  void shutDown(CloseReason reason) {
    end(reason, true);
  }

  @Override
  public void deliver(Delivery delivery) {
    if (delivery.isVolatile() && queuedBytes.get() > 0) {
      clients.counters().dropped().increment();
    } else {
      send(delivery.encodedAs(clients.codec().encoding));
    }
  }

  @Override
  public void sendAck(long ackId, JsonPayload arguments) {
    send(clients.codec().ack(ackId, arguments));
  }

  /** A plain connection has one namespace, so this always closes the connection. */
  @Override
  public void disconnect(boolean closeConnection, CloseReason reason) {
    end(reason, true);
  }

  private void onAdmission(Admission admission) {
    if (admission instanceof Admission.Refuse refuse) {
      send(clients.codec().error(ClientMessage.NO_ID, refuse.message(), refuse.data()));
      end(CloseReason.REFUSED, true);
    } else if (admission instanceof Admission.Accept accept) {
      onAccepted(accept);
    }
  }

  private void onAccepted(Admission.Accept accept) {
    String namespace = connectRequest.namespace();
    Socket self =
        new Socket(
            clients.newSocketId(), namespace, connectRequest.handshake(), accept.data(), this);
    synchronized (this) {
      if (closed) {
        return;
      }
      socket = self;
      send(clients.codec().welcome(self.id(), clients.settings().engine().maxPayload()));
      clients.hub().add(self);
    }
    clients.hub().join(Audience.room(namespace, self.id()), accept.rooms());
    clients.socketEvents().onConnect(self, false);
  }

  private void execute(Socket self, ClientMessage clientMessage) {
    if (clientMessage instanceof ClientMessage.Join join) {
      join(self, join);
    } else if (clientMessage instanceof ClientMessage.Leave leave) {
      if (isAllowed(leave.id(), leave.room())) {
        clients.hub().leave(Audience.room(self.namespace(), self.id()), Set.of(leave.room()));
        acknowledgeRequest(leave.id());
      }
    } else if (clientMessage instanceof ClientMessage.Publish publish) {
      publish(self, publish);
    } else if (clientMessage instanceof ClientMessage.Emit emit) {
      long ackId = emit.id() == ClientMessage.NO_ID ? Packet.NO_ACK : emit.id();
      clients.socketEvents().onEvent(self, emit.event(), ackId);
    } else if (clientMessage instanceof ClientMessage.Ack ack) {
      clients.pendingAcks().acknowledge(self, ack.ackId(), ack.arguments());
    } else {
      throw new IllegalStateException("unknown message: " + clientMessage);
    }
  }

  private void join(Socket self, ClientMessage.Join join) {
    if (!isAllowed(join.id(), join.room())) {
      return;
    }
    if (clients.hub().join(self, join.room())) {
      acknowledgeRequest(join.id());
    } else {
      end(CloseReason.TOO_MANY_ROOMS, true);
    }
  }

  private void publish(Socket self, ClientMessage.Publish publish) {
    if (!isAllowed(publish.id(), publish.room())) {
      return;
    }
    Audience others = Audience.room(self.namespace(), publish.room()).except(self.id());
    CompletionStage<Void> published =
        clients.bus().publish(new BusMessage.Broadcast(publish.event(), others, false));
    published.whenComplete(
        (done, failure) -> {
          if (failure == null) {
            acknowledgeRequest(publish.id());
          } else {
            reject(
                publish.id(),
                failure instanceof InvalidPacketException
                    ? String.valueOf(failure.getMessage())
                    : "the bus did not accept it; retry");
          }
        });
  }

  private boolean isAllowed(long id, String room) {
    if (clients.settings().rooms().allows(room)) {
      return true;
    }
    reject(id, "this room is not open to clients");
    return false;
  }

  private void acknowledgeRequest(long id) {
    if (id != ClientMessage.NO_ID) {
      send(clients.codec().ack(id, JsonPayload.NO_ARGUMENTS));
    }
  }

  private void reject(long id, String reason) {
    clients.counters().refused().increment();
    send(clients.codec().error(id, reason, ""));
  }

  private void send(String text) {
    send(text.getBytes(StandardCharsets.UTF_8));
  }

  private void send(byte[] utf8) {
    long bytes = utf8.length;
    long before = queuedBytes.getAndAdd(bytes);
    // One message is always accepted, so that a client that reads can get a large one.
    if (before > 0 && before + bytes > clients.settings().engine().outboundBytes()) {
      end(CloseReason.SLOW_CLIENT, true);
      return;
    }
    clients.counters().sent().increment();
    connection.send(utf8).whenComplete((sent, failure) -> queuedBytes.addAndGet(-bytes));
  }

  private void end(CloseReason reason, boolean closeConnection) {
    Socket self;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      self = socket;
      socket = null;
      if (self != null) {
        clients.hub().remove(self);
      }
    }
    if (self != null) {
      clients.socketEvents().onDisconnect(self, reason);
    }
    clients.remove(this, reason);
    if (reason == CloseReason.SLOW_CLIENT) {
      connection.abort();
    } else if (closeConnection) {
      connection.close(closeCode(reason), reason.label());
    }
  }

  /** Plain clients have always got a status code. */
  private static int closeCode(CloseReason reason) {
    return reason.status() == CloseCode.NO_STATUS.number()
        ? CloseCode.NORMAL_CLOSURE.number()
        : reason.status();
  }

  private synchronized @Nullable Socket member() {
    return socket;
  }
}
