package io.wsfleet.gateway.recovery;

import io.wsfleet.gateway.bus.Offset;
import io.wsfleet.gateway.hub.Member;
import java.util.Base64;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A socket of this gateway that can be recovered, and what the fleet knows about it. It watches the
 * socket as long as that is ours to speak for; so it is found by the socket, and in no map.
 */
final class Stay implements Member.Watcher, Word.Debtor {
  private final Sessions sessions;
  private final Member member;
  private final byte[] pid;
  private final long claim;
  private final Offset since;

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
  Stay(Sessions sessions, Member member, String pid, long claim, Offset since) {
    this.sessions = sessions;
    this.member = member;
    this.pid = Base64.getUrlDecoder().decode(pid);
    this.claim = claim;
    this.since = since;
  }

  @Override
  public void onChange(Member changed) {
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
    return member.watcher() == this;
  }

  Member member() {
    return member;
  }

  String pid() {
    return Base64.getUrlEncoder().encodeToString(pid);
  }

  long claim() {
    return claim;
  }

  /** Whether its socket was sent something that the session, as it was made last, does not tell. */
  boolean wasSentSomething() {
    return !Objects.equals(told, member.outlet().delivered());
  }

  Session session(Set<String> rooms, Offset at) {
    told = member.outlet().delivered();
    Offset delivered = Offset.parse(told);
    return new Session(
        member.id(),
        member.namespace(),
        rooms,
        member.data(),
        since,
        at,
        delivered == null ? since : delivered);
  }
}
