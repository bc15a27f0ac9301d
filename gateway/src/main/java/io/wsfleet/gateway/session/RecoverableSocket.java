package io.wsfleet.gateway.session;

import io.wsfleet.gateway.bus.StreamPosition;
import io.wsfleet.gateway.session.model.Checkpoints;
import io.wsfleet.gateway.session.model.Session;
import io.wsfleet.gateway.socketio.server.Socket;
import java.util.Base64;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A socket whose session can be recovered, and the state of its saved session. It is the socket's
 * change listener as long as this gateway owns the session; so it is found through the socket.
 */
final class RecoverableSocket implements Socket.ChangeListener, Checkpoints.UnsavedSession {
  private final SessionWriter writer;
  private final Socket socket;
  private final byte[] pid;
  private final long fencingToken;
  private final StreamPosition since;

  /** Whether it has to be saved, and whether a write is in flight. */
  boolean isDirty;

  boolean isBeingWritten;

  /** When it was saved last, and its size. */
  long writtenMillis;

  int bytes;
  private @Nullable String savedDelivered;
  private Checkpoints.@Nullable Checkpoint openCheckpoint;

  /**
   * @param pid an id in base64, kept as its bytes
   * @param fencingToken with which this gateway owns the session
   * @param since a position before anything was sent to it
   */
  RecoverableSocket(
      SessionWriter writer, Socket socket, String pid, long fencingToken, StreamPosition since) {
    this.writer = writer;
    this.socket = socket;
    this.pid = Base64.getUrlDecoder().decode(pid);
    this.fencingToken = fencingToken;
    this.since = since;
  }

  @Override
  public void onChange(Socket changed) {
    writer.onChange(this);
  }

  @Override
  public Checkpoints.@Nullable Checkpoint checkpoint() {
    return openCheckpoint;
  }

  @Override
  public void setCheckpoint(Checkpoints.@Nullable Checkpoint checkpoint) {
    openCheckpoint = checkpoint;
  }

  boolean isOwned() {
    return socket.changeListener() == this;
  }

  Socket socket() {
    return socket;
  }

  String pid() {
    return Base64.getUrlEncoder().encodeToString(pid);
  }

  long fencingToken() {
    return fencingToken;
  }

  /** Whether the socket was sent a message since its session was created for saving. */
  boolean hasUnsavedDeliveries() {
    return !Objects.equals(savedDelivered, socket.sender().deliveredOffset());
  }

  Session session(Set<String> rooms, StreamPosition at) {
    savedDelivered = socket.sender().deliveredOffset();
    StreamPosition delivered = StreamPosition.parse(savedDelivered);
    return new Session(
        socket.id(),
        socket.namespace(),
        rooms,
        socket.data(),
        since,
        at,
        delivered == null ? since : delivered);
  }
}
