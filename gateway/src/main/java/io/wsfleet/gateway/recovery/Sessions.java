package io.wsfleet.gateway.recovery;

import io.wsfleet.gateway.bus.Bus;
import io.wsfleet.gateway.bus.Deposits;
import io.wsfleet.gateway.bus.Offset;
import io.wsfleet.gateway.engineio.CloseReason;
import io.wsfleet.gateway.hub.Hub;
import io.wsfleet.gateway.hub.Member;
import io.wsfleet.gateway.socketio.Audience;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of the sockets here, kept up with the fleet: written when a socket comes and
 * whenever its rooms or its data change, since a gateway that is killed has no last word; and now
 * and then anew, so that they do not expire and say how far their clients have heard.
 *
 * <p>Used between two messages of the bus only.
 */
final class Sessions {
  private static final int WRITTEN_AT_A_TIME = 200;

  private final RecoverySettings settings;
  private final Bus bus;
  private final Deposits deposits;
  private final Hub hub;
  private final LongSupplier clock;
  private final LongAdder saved = new LongAdder();
  private final LongAdder tooMuch = new LongAdder();
  private final Deque<Stay> dirty = new ArrayDeque<>();
  private final Deque<Stay> renewals = new ArrayDeque<>();
  private final Deque<Left> left = new ArrayDeque<>();
  private volatile int beingWritten;
  private volatile long bytes;

  Sessions(RecoverySettings settings, Bus bus, Deposits deposits, Hub hub, LongSupplier clock) {
    this.settings = settings;
    this.bus = bus;
    this.deposits = deposits;
    this.hub = hub;
    this.clock = clock;
  }

  /** A session that outlives its socket, and until when it counts against the limit. */
  private record Left(int bytes, long until) {}

  void add(Stay stay) {
    stay.member().watch(stay);
    change(stay);
  }

  /** The rooms or the data of its socket have changed. From any thread. */
  void changed(Stay stay) {
    bus.between(
        () -> {
          if (stay.isOurs()) {
            change(stay);
          }
        });
  }

  @Nullable Stay of(Member member) {
    return member.watcher() instanceof Stay stay ? stay : null;
  }

  /** The socket is no longer ours to speak for. */
  void drop(Stay stay) {
    if (stay.isOurs()) {
      stay.member().unwatch();
      count(stay, 0);
    }
  }

  /**
   * The socket is gone; its client may come back to it, or not.
   *
   * @param at an offset up to which it was told everything
   */
  void leave(Stay stay, Set<String> rooms, Offset at, boolean recoverable) {
    drop(stay);
    String content = recoverable ? SessionFormat.encode(stay.session(rooms, at)) : "";
    if (!recoverable || !fits(content.length())) {
      deposits.leave(stay.pid(), stay.claim(), 0);
      return;
    }
    bytes += content.length();
    left.add(new Left(content.length(), clock.getAsLong() + settings.windowMillis()));
    beingWritten++;
    deposits
        .put(stay.pid(), stay.claim(), content, settings.windowMillis())
        .whenComplete((ours, failure) -> bus.between(() -> beingWritten--));
  }

  /** All have to be written: Redis may have lost them. */
  void touchAll() {
    for (String namespace : hub.namespaces()) {
      for (Member member : hub.find(Audience.all(namespace))) {
        Stay stay = of(member);
        if (stay != null) {
          touch(stay);
        }
      }
    }
  }

  /** Writes what has to be written, as far as time and the number at a time allow. */
  void work() {
    long now = clock.getAsLong();
    for (Left first = left.peek(); first != null && first.until <= now; first = left.peek()) {
      bytes -= left.remove().bytes;
    }
    for (int looked = renewals.size(); looked > 0 && renew(renewals.element(), now); looked--) {
      renewals.remove();
    }
    write(now);
  }

  /** How many writes are on their way; from any thread. */
  int beingWritten() {
    return beingWritten;
  }

  /** How many bytes the sessions have; from any thread. */
  long bytes() {
    return bytes;
  }

  /** How often a session was written; from any thread. */
  long saved() {
    return saved.sum();
  }

  /** How often one was not, since all together were too large; from any thread. */
  long tooMuch() {
    return tooMuch.sum();
  }

  private void change(Stay stay) {
    touch(stay);
    write(clock.getAsLong());
  }

  private void touch(Stay stay) {
    if (!stay.isDirty && stay.isOurs()) {
      stay.isDirty = true;
      dirty.add(stay);
    }
  }

  /** Whether it has been looked at; it has not if it is not due, nor are those behind it. */
  private boolean renew(Stay stay, long now) {
    if (!stay.isOurs()) {
      return true;
    }
    if (stay.writtenMillis + settings.renewMillis() > now) {
      return false;
    }
    // Where nothing was said meanwhile it says the same as before, and only has to stay.
    boolean same = stay.writtenAt != null && stay.writtenAt.equals(bus.offset());
    if (same && stay.writtenMillis + 3 * settings.renewMillis() > now) {
      renewals.add(stay);
    } else {
      stay.isAwaitingRenewal = false;
      touch(stay);
    }
    return true;
  }

  private void write(long now) {
    Offset at = bus.offset();
    while (at != null && beingWritten < WRITTEN_AT_A_TIME && !dirty.isEmpty()) {
      Stay next = dirty.remove();
      if (next.isDirty && !next.isBeingWritten && next.isOurs()) {
        write(next, at, now);
      }
    }
  }

  private void write(Stay stay, Offset at, long now) {
    String content = SessionFormat.encode(stay.session(hub.roomsOf(stay.member()), at));
    stay.isDirty = false;
    stay.writtenMillis = now;
    stay.writtenAt = at;
    if (!stay.isAwaitingRenewal) {
      stay.isAwaitingRenewal = true;
      renewals.add(stay);
    }
    if (!fits(content.length() - stay.bytes)) {
      count(stay, 0);
      deposits.leave(stay.pid(), stay.claim(), 0);
      return;
    }
    count(stay, content.length());
    stay.isBeingWritten = true;
    beingWritten++;
    deposits
        .put(stay.pid(), stay.claim(), content, settings.sessionMillis())
        .whenComplete((ours, failure) -> bus.between(() -> written(stay, ours)));
  }

  /** Null if nobody can tell whether it is ours. */
  private void written(Stay stay, @Nullable Boolean ours) {
    beingWritten--;
    stay.isBeingWritten = false;
    if (ours == null) {
      // Tried again when it is looked for work the next time, and not at once.
      stay.isDirty = true;
      dirty.add(stay);
    } else if (!ours && stay.isOurs()) {
      drop(stay);
      stay.member().outlet().disconnect(true, CloseReason.RECOVERED);
    } else {
      saved.increment();
      if (stay.isDirty) {
        dirty.add(stay);
      }
      write(clock.getAsLong());
    }
  }

  private boolean fits(int more) {
    boolean fits = bytes + more <= settings.sessionBytes();
    if (!fits) {
      tooMuch.increment();
    }
    return fits;
  }

  private void count(Stay stay, int now) {
    bytes += now - stay.bytes;
    stay.bytes = now;
  }
}
