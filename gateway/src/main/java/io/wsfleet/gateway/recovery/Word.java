package io.wsfleet.gateway.recovery;

import io.wsfleet.gateway.bus.Bus;
import io.wsfleet.gateway.bus.SessionStore;
import io.wsfleet.gateway.bus.StreamPosition;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * What this gateway says again and again of all sessions that it holds: that it lives, and an
 * offset up to which no client was sent more than its session tells. An offset is said in rounds:
 *
 * <ol>
 *   <li>a round begins with where the history is, and with those whose sessions do not tell all;
 *   <li>each of them has paid once its session is written;
 *   <li>when all have, the offset is said.
 * </ol>
 *
 * <p>Used between two messages of the bus only.
 */
final class Word {
  private final RecoverySettings settings;
  private final Bus bus;
  private final SessionStore sessionStore;
  private @Nullable StreamPosition streamPosition;
  private @Nullable Round round;
  private long begunMillis = Long.MIN_VALUE / 2;
  private boolean isSaid;
  private boolean isBeingSaidFirst;

  Word(RecoverySettings settings, Bus bus, SessionStore sessionStore) {
    this.settings = settings;
    this.bus = bus;
    this.sessionStore = sessionStore;
  }

  /** A session that has to be written before a round ends. */
  interface Debtor {
    @Nullable Round owes();

    void owe(@Nullable Round round);
  }

  static final class Round {
    private final StreamPosition at;
    private int owed;

    private Round(StreamPosition at) {
      this.at = at;
    }
  }

  /** Says it unless it is said, or being said. */
  void sayFirst() {
    if (!isSaid && !isBeingSaidFirst && bus.position() != null) {
      isBeingSaidFirst = true;
      say();
    }
  }

  /** Redis may have lost it. What is said next must not be more than what was said before. */
  void forget() {
    isSaid = false;
    round = null;
  }

  boolean isDue(long now) {
    return isSaid && begunMillis + settings.renewMillis() <= now;
  }

  /** Begins a round, unless one is still waited for; then what was said is only said again. */
  void begin(long now, Collection<? extends Debtor> owing) {
    StreamPosition here = bus.position();
    begunMillis = now;
    if (round != null || here == null) {
      say();
      return;
    }
    Round begun = new Round(here);
    owing.forEach(each -> each.owe(begun));
    begun.owed = owing.size();
    round = begun;
    endIfAllHavePaid(begun);
  }

  void pay(Debtor debtor) {
    Round open = round;
    if (open != null && debtor.owes() == open) {
      open.owed--;
      endIfAllHavePaid(open);
    }
    debtor.owe(null);
  }

  /** One owes from now on what the other did. */
  static void pass(Debtor from, Debtor to) {
    to.owe(from.owes());
    from.owe(null);
  }

  private void endIfAllHavePaid(Round open) {
    if (open.owed == 0) {
      streamPosition = open.at;
      round = null;
      say();
    }
  }

  private void say() {
    StreamPosition told = streamPosition == null ? bus.position() : streamPosition;
    if (told == null) {
      return;
    }
    streamPosition = told;
    sessionStore
        .heartbeat(told.toString(), settings.sessionMillis())
        .whenComplete((said, failure) -> bus.serialize(() -> said(failure == null)));
  }

  private void said(boolean succeeded) {
    isBeingSaidFirst = false;
    isSaid |= succeeded;
  }
}
