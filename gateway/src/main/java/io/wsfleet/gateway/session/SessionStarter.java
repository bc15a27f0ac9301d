package io.wsfleet.gateway.session;

import io.wsfleet.gateway.bus.Bus;
import io.wsfleet.gateway.bus.StreamPosition;
import io.wsfleet.gateway.socketio.server.SessionRecovery.SessionStart;
import io.wsfleet.gateway.socketio.server.Socket;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Starts the sessions of new sockets at the current position of the bus. Thread-safe. */
final class SessionStarter {
  private final Bus bus;
  private final Supplier<String> ids;
  private final SessionWriter writer;
  private volatile @Nullable EncodedPosition lastEncoded;

  SessionStarter(Bus bus, Supplier<String> ids, SessionWriter writer) {
    this.bus = bus;
    this.ids = ids;
    this.writer = writer;
  }

  /** Null while the bus has no position. */
  @Nullable SessionStart start() {
    StreamPosition position = bus.position();
    return position == null ? null : new NewSession(this, ids.get(), encoded(position));
  }

  private EncodedPosition encoded(StreamPosition position) {
    EncodedPosition known = lastEncoded;
    if (known == null || known.position != position) {
      known = new EncodedPosition(position, position.toString());
      lastEncoded = known;
    }
    return known;
  }

  private void register(Socket socket, NewSession session) {
    bus.serialize(
        () ->
            writer.add(
                new RecoverableSocket(
                    writer, socket, session.pid, 1, session.startPosition.position)));
  }

  private record NewSession(SessionStarter starter, String pid, EncodedPosition startPosition)
      implements SessionStart {
    @Override
    public String since() {
      return startPosition.text;
    }

    @Override
    public void register(Socket socket) {
      starter.register(socket, this);
    }
  }

  /** A position and its text, shared by all sockets that connect at this position. */
  private record EncodedPosition(StreamPosition position, String text) {}
}
