package io.wsfleet.gateway.plain;

import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.engineio.protocol.CloseReason;
import io.wsfleet.gateway.engineio.protocol.HeartbeatSettings;
import io.wsfleet.gateway.limits.InboundRateLimiter;
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
 * One plain client: asks to be let in, is a member of its namespace, and sends requests. What waits
 * for it is counted in bytes; a client that does not read is closed. Requests come one after
 * another; everything else may come from any thread.
 */
final class PlainClient implements SocketSender {
  private static final int NORMAL = 1000;

  private final PlainClients clients;
  private final ConnectRequest connectRequest;
  private final Line line;
  private final InboundRateLimiter inboundRateLimiter;
  private final AtomicLong waiting = new AtomicLong();
  private @Nullable Socket socket;
  private boolean closed;
  private volatile long lastHeard;
  private volatile long lastPing;

  PlainClient(PlainClients clients, ConnectRequest connectRequest, Line line, long now) {
    this.clients = clients;
    this.connectRequest = connectRequest;
    this.line = line;
    this.inboundRateLimiter = new InboundRateLimiter(clients.allowance(), now);
    this.lastHeard = now;
    this.lastPing = now;
  }

  void open() {
    clients.application().admit(connectRequest).thenAccept(this::decided);
  }

  void onText(String text, long now) {
    lastHeard = now;
    CloseReason tooMuch = inboundRateLimiter.acquire(text.length(), now);
    if (tooMuch != null) {
      end(tooMuch, true);
      return;
    }
    Socket self = member();
    Request request = clients.codec().read(text);
    if (request instanceof Request.Ping) {
      send(clients.codec().pong());
    } else if (request instanceof Request.Malformed malformed) {
      refuse(malformed.id(), malformed.why());
    } else if (self == null) {
      refuse(Request.NO_ID, "wait for the welcome before anything else");
    } else {
      carryOut(self, request);
    }
  }

  /** The client has shown that it is there. */
  void onPong(long now) {
    lastHeard = now;
  }

  /** Asks the client whether it is there, when that is due; gives it up when it is not. */
  void onTime(long now) {
    HeartbeatSettings heartbeatSettings = clients.shared().heartbeat();
    if (now - lastHeard > heartbeatSettings.pingInterval() + heartbeatSettings.pingTimeout()) {
      end(CloseReason.PING_TIMEOUT, true);
    } else if (now - lastPing >= heartbeatSettings.pingInterval()) {
      lastPing = now;
      line.ping();
    }
  }

  /** The socket is gone. */
  void onGone() {
    end(CloseReason.TRANSPORT_CLOSE, false);
  }

  void shutDown(CloseReason reason) {
    end(reason, true);
  }

  @Override
  public void deliver(Delivery delivery) {
    if (delivery.isVolatile() && waiting.get() > 0) {
      clients.traffic().dropped().increment();
    } else {
      send(delivery.encodedAs(clients.codec().encoding));
    }
  }

  @Override
  public void sendAck(long ackId, JsonPayload arguments) {
    send(clients.codec().acknowledged(ackId, arguments));
  }

  /** There is one namespace to a plain connection, so that leaving it ends the connection. */
  @Override
  public void disconnect(boolean closeConnection, CloseReason reason) {
    end(reason, true);
  }

  private void decided(Admission admission) {
    if (admission instanceof Admission.Refuse refuse) {
      send(clients.codec().error(Request.NO_ID, refuse.message(), refuse.data()));
      end(CloseReason.REFUSED, true);
    } else if (admission instanceof Admission.Accept accept) {
      enter(accept);
    }
  }

  private void enter(Admission.Accept accept) {
    String namespace = connectRequest.namespace();
    Socket self =
        new Socket(
            clients.newSocketId(), namespace, connectRequest.handshake(), accept.data(), this);
    synchronized (this) {
      if (closed) {
        return;
      }
      socket = self;
      send(clients.codec().welcome(self.id(), clients.shared().maxPayload()));
      clients.hub().add(self);
    }
    clients.hub().join(Audience.room(namespace, self.id()), accept.rooms());
    clients.application().onConnect(self, false);
  }

  private void carryOut(Socket self, Request request) {
    if (request instanceof Request.Join join) {
      join(self, join);
    } else if (request instanceof Request.Leave leave) {
      if (mayUse(leave.id(), leave.room())) {
        clients.hub().leave(Audience.room(self.namespace(), self.id()), Set.of(leave.room()));
        confirm(leave.id());
      }
    } else if (request instanceof Request.Publish publish) {
      publish(self, publish);
    } else if (request instanceof Request.Emit emit) {
      long ackId = emit.id() == Request.NO_ID ? Packet.NO_ACK : emit.id();
      clients.application().onEvent(self, emit.event(), ackId);
    } else if (request instanceof Request.Answer answer) {
      clients.questions().acknowledge(self, answer.ackId(), answer.arguments());
    } else {
      throw new IllegalStateException("a request of an unknown kind: " + request);
    }
  }

  private void join(Socket self, Request.Join join) {
    if (!mayUse(join.id(), join.room())) {
      return;
    }
    if (clients.hub().join(self, join.room())) {
      confirm(join.id());
    } else {
      end(CloseReason.TOO_MANY_ROOMS, true);
    }
  }

  private void publish(Socket self, Request.Publish publish) {
    if (!mayUse(publish.id(), publish.room())) {
      return;
    }
    Audience others = Audience.room(self.namespace(), publish.room()).except(self.id());
    CompletionStage<Void> taken =
        clients.bus().publish(new BusMessage.Broadcast(publish.event(), others, false));
    taken.whenComplete(
        (done, failure) -> {
          if (failure == null) {
            confirm(publish.id());
          } else {
            refuse(publish.id(), "the fleet has not taken it; try again");
          }
        });
  }

  private boolean mayUse(long id, String room) {
    if (clients.settings().rooms().has(room)) {
      return true;
    }
    refuse(id, "this room is not open to clients");
    return false;
  }

  private void confirm(long id) {
    if (id != Request.NO_ID) {
      send(clients.codec().acknowledged(id, JsonPayload.NO_ARGUMENTS));
    }
  }

  private void refuse(long id, String why) {
    clients.traffic().refused().increment();
    send(clients.codec().error(id, why, ""));
  }

  private void send(String text) {
    long bytes = text.length() < 256 ? text.length() : text.getBytes(StandardCharsets.UTF_8).length;
    long before = waiting.getAndAdd(bytes);
    // One message is always taken, so that a large one is no reason to close a client that reads.
    if (before > 0 && before + bytes > clients.shared().outboundBytes()) {
      end(CloseReason.SLOW_CLIENT, true);
      return;
    }
    clients.traffic().sent().increment();
    line.send(text).whenComplete((sent, failure) -> waiting.addAndGet(-bytes));
  }

  private void end(CloseReason reason, boolean hangUp) {
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
      clients.application().onDisconnect(self, reason);
    }
    clients.remove(this, reason);
    if (hangUp) {
      line.close(reason.status() == 1005 ? NORMAL : reason.status(), reason.label());
    }
  }

  private synchronized @Nullable Socket member() {
    return socket;
  }
}
