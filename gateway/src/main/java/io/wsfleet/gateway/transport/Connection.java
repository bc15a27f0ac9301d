package io.wsfleet.gateway.transport;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import io.wsfleet.gateway.engineio.CloseReason;
import io.wsfleet.gateway.engineio.EngineSession;
import io.wsfleet.gateway.engineio.EngineVersion;
import io.wsfleet.gateway.engineio.OpenPacket;
import io.wsfleet.gateway.engineio.Reaction;
import io.wsfleet.gateway.hub.Handshake;
import io.wsfleet.gateway.hub.Member;
import io.wsfleet.gateway.hub.Outlet;
import io.wsfleet.gateway.socketio.Decoded;
import io.wsfleet.gateway.socketio.Frame;
import io.wsfleet.gateway.socketio.SocketDecoder;
import io.wsfleet.gateway.socketio.SocketEncoder;
import io.wsfleet.gateway.socketio.SocketSession;
import io.wsfleet.gateway.socketio.SocketSession.Step;
import org.jspecify.annotations.Nullable;

/**
 * One client: its websocket, the sessions of both protocols, and its place in the hub. Frames go
 * through {@link EngineSession}, {@link SocketDecoder} and {@link SocketSession}, which decide;
 * what they decide is done here. Runs on the event loop of its socket.
 */
final class Connection implements Outlet {
  private final Connections connections;
  private final TransportSettings settings;
  private final Context context;
  private final Wire wire;
  private final EngineVersion version;
  private final String sid;
  private final Handshake handshake;
  private final EngineSession engine;
  private final SocketSession session;
  private final SocketDecoder decoder;
  private final Fragments fragments;
  private final Alarm alarm;

  private @Nullable Member member;
  private long joinBy;
  private long completeBy = Long.MAX_VALUE;
  private boolean closed;

  Connection(
      Connections connections,
      Vertx vertx,
      ServerWebSocket socket,
      Channel channel,
      EngineVersion version,
      Handshake handshake) {
    this.connections = connections;
    this.settings = connections.settings();
    this.context = vertx.getOrCreateContext();
    this.version = version;
    this.handshake = handshake;
    this.sid = connections.newId();
    this.wire =
        new Wire(
            context,
            socket,
            channel,
            version,
            settings,
            connections.traffic(),
            new Gate(this::onBroken),
            this::onSlow);
    this.engine = new EngineSession(version, settings.timing(), now());
    this.session = new SocketSession(version == EngineVersion.V3);
    this.decoder = new SocketDecoder(connections.json(), settings.maxPayload());
    this.fragments = new Fragments(settings.maxPayload(), settings.maxFrames());
    this.alarm = new Alarm(vertx, this::onTime);
    this.joinBy = now() + settings.connectMillis();
    socket.frameHandler(this::onFrame);
    // An exception is followed by the end of the connection, which is heard of by itself.
    socket.exceptionHandler(failure -> {});
    socket.closeHandler(end -> end(CloseReason.TRANSPORT_CLOSE, () -> {}));
  }

  void open() {
    send(Frame.text(new OpenPacket(sid, settings.timing(), settings.maxPayload()).frame()));
    if (version == EngineVersion.V3) {
      send(SocketEncoder.connectedLegacy());
      enter(sid);
    }
    rearm();
  }

  @Override
  public void send(Frame frame) {
    wire.send(frame);
  }

  @Override
  public void disconnect(boolean closeConnection, CloseReason reason) {
    context.runOnContext(
        go -> {
          if (closed) {
            return;
          }
          Frame farewell = session.expel();
          if (farewell != null) {
            send(farewell);
          }
          leave();
          if (closeConnection) {
            close(reason);
          }
        });
  }

  /** Closes the connection; may be called from any thread. */
  void shutDown(CloseReason reason) {
    context.runOnContext(go -> close(reason));
  }

  private void onFrame(WebSocketFrame frame) {
    if (closed) {
      return;
    }
    if (wire.isFlooded()) {
      close(CloseReason.SLOW_CLIENT);
      return;
    }
    if (frame.isText() || frame.isBinary()) {
      onAssembled(fragments.first(frame.binaryData(), frame.isText(), frame.isFinal()));
    } else if (frame.isContinuation()) {
      onAssembled(fragments.next(frame.binaryData(), frame.isFinal()));
    }
    if (!closed) {
      watchIncomplete();
      rearm();
    }
  }

  private void onAssembled(Fragments.Assembled assembled) {
    if (assembled instanceof Fragments.Assembled.Text text) {
      connections.traffic().received.increment();
      react(engine.onText(text.message(), now()));
    } else if (assembled instanceof Fragments.Assembled.Binary binary) {
      connections.traffic().received.increment();
      react(engine.onBinary(binary.message(), now()));
    } else if (assembled instanceof Fragments.Assembled.Bad bad) {
      close(bad.reason());
    }
  }

  private void react(Reaction reaction) {
    if (reaction instanceof Reaction.Send send) {
      send(Frame.text(send.frame()));
    } else if (reaction instanceof Reaction.Text text) {
      onDecoded(decoder.onText(text.message()));
    } else if (reaction instanceof Reaction.Binary binary) {
      onDecoded(decoder.onBinary(binary.message()));
    } else if (reaction instanceof Reaction.Close close) {
      close(close.reason());
    }
  }

  private void onDecoded(Decoded decoded) {
    if (decoded instanceof Decoded.Malformed malformed) {
      breakOff(malformed.why());
    } else if (decoded instanceof Decoded.Complete complete) {
      take(session.onPacket(complete.packet()));
    }
  }

  private void take(Step step) {
    Member self = member;
    if (step instanceof Step.Join) {
      String id = connections.newId();
      send(SocketEncoder.connected(id));
      enter(id);
    } else if (step instanceof Step.Leave) {
      leave();
    } else if (step instanceof Step.Reply reply) {
      send(reply.frame());
    } else if (step instanceof Step.Happen happen && self != null) {
      connections.application().onEvent(self, happen.event(), happen.ackId());
    } else if (step instanceof Step.Answer answer && self != null) {
      connections.questions().answer(self, answer.ackId(), answer.arguments());
    } else if (step instanceof Step.Break broken) {
      breakOff(broken.why());
    }
  }

  private void enter(String id) {
    joinBy = Long.MAX_VALUE;
    Member self = new Member(id, handshake, this);
    member = self;
    connections.hub().add(self);
  }

  private void leave() {
    Member self = member;
    member = null;
    if (self != null) {
      connections.hub().remove(self);
    }
  }

  private void watchIncomplete() {
    if (!fragments.isIncomplete() && !decoder.isPending()) {
      completeBy = Long.MAX_VALUE;
    } else if (completeBy == Long.MAX_VALUE) {
      completeBy = now() + settings.messageMillis();
    }
  }

  private void onTime() {
    if (closed) {
      return;
    }
    if (now() >= joinBy) {
      close(CloseReason.CONNECT_TIMEOUT);
    } else if (now() >= completeBy) {
      close(CloseReason.MESSAGE_TOO_SLOW);
    } else {
      react(engine.onTime(now()));
      if (!closed) {
        rearm();
      }
    }
  }

  private void rearm() {
    alarm.at(Math.min(engine.deadline(), Math.min(joinBy, completeBy)));
  }

  private void onSlow() {
    close(CloseReason.SLOW_CLIENT);
  }

  private void onBroken(CorruptedWebSocketFrameException broken) {
    boolean tooBig = broken.closeStatus().code() == CloseReason.MESSAGE_TOO_BIG.status();
    close(tooBig ? CloseReason.MESSAGE_TOO_BIG : CloseReason.TRANSPORT_ERROR);
  }

  private void breakOff(String why) {
    connections.logProtocolError(handshake, why);
    close(CloseReason.PARSE_ERROR);
  }

  private void close(CloseReason reason) {
    end(reason, () -> wire.close(reason));
  }

  private void end(CloseReason reason, Runnable farewell) {
    if (closed) {
      return;
    }
    closed = true;
    alarm.cancel();
    leave();
    farewell.run();
    // Last, so that whoever waits for the connections to be gone knows that all has been said.
    connections.remove(this, reason);
  }

  private static long now() {
    return Alarm.now();
  }
}
