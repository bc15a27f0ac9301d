package io.wsfleet.gateway.recovery;

import io.wsfleet.gateway.bus.Offset;
import io.wsfleet.gateway.hub.Member;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A socket of this gateway that can be recovered, and what the fleet knows about it. */
final class Stay {
  private final Member member;
  private final String pid;
  private final long claim;
  private final Offset since;

  /**
   * Whether it has to be written; whether that is being done; whether its renewal is waited for.
   */
  boolean isDirty;

  boolean isBeingWritten;
  boolean isAwaitingRenewal;

  /** When and with which offset it was written last, and how much that was. */
  long writtenMillis;

  @Nullable Offset writtenAt;
  int bytes;

  /**
   * @param claim what makes it ours
   * @param since an offset before anything was sent to it
   */
  Stay(Member member, String pid, long claim, Offset since) {
    this.member = member;
    this.pid = pid;
    this.claim = claim;
    this.since = since;
  }

  Member member() {
    return member;
  }

  String pid() {
    return pid;
  }

  long claim() {
    return claim;
  }

  Session session(Set<String> rooms, Offset at) {
    Offset delivered = Offset.parse(member.outlet().delivered());
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
