package io.wsfleet.gateway.recovery;

import io.wsfleet.gateway.bus.StreamPosition;
import io.wsfleet.gateway.socketio.server.Socket;
import java.util.Base64;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A socket of this gateway that can be recovered, and what the fleet knows about it. It watches the
 * socket as long as that is ours to speak for; so it is found by the socket, and in no map.
 */
final class Stay implements Socket.ChangeListener, Word.Debtor {
  private final Sessions sessions;
  private final Socket socket;
  private final byte[] pid;
  private final long claim;
  private final StreamPosition since;

  /** Whether it has to be written, and whether that is being done. */
  boolean isDirty;

  boolean isBeingWritten;

  /** When it was written last, and how much that was. */
  long writtenMillis;

  int bytes;
  private @Nullable String told;
  private Word.@Nullable Round owes;

  /**
   * @param pid an id, which is base64 and kept as the bytes that it stands for
   * @param claim what makes it ours
   * @param since an offset before anything was sent to it
   */
  Stay(Sessions sessions, Socket socket, String pid, long claim, StreamPosition since) {
    this.sessions = sessions;
    this.socket = socket;
    this.pid = Base64.getUrlDecoder().decode(pid);
    this.claim = claim;
    this.since = since;
  }

  @Override
  public void onChange(Socket changed) {
    sessions.changed(this);
  }

  @Override
  public Word.@Nullable Round owes() {
    return owes;
  }

  @Override
  public void owe(Word.@Nullable Round round) {
    owes = round;
  }

  boolean isOurs() {
    return socket.changeListener() == this;
  }

  Socket member() {
    return socket;
  }

  String pid() {
    return Base64.getUrlEncoder().encodeToString(pid);
  }

  long claim() {
    return claim;
  }

  /** Whether its socket was sent something that the session, as it was made last, does not tell. */
  boolean wasSentSomething() {
    return !Objects.equals(told, socket.sender().deliveredOffset());
  }

  Session session(Set<String> rooms, StreamPosition at) {
    told = socket.sender().deliveredOffset();
    StreamPosition delivered = StreamPosition.parse(told);
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
