package io.wsfleet.gateway.bootstrap;

import io.wsfleet.gateway.session.Recovery;
import io.wsfleet.gateway.session.RecoveryCounters;
import io.wsfleet.gateway.socketio.server.RecoveryFailure;
import io.wsfleet.gateway.socketio.server.ReplayCounters;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** The metrics of connection state recovery. */
final class RecoveryMetrics {
  private final Meters meters;

  RecoveryMetrics(Meters meters) {
    this.meters = meters;
  }

  void bind(Recovery recovery) {
    meters.counter(
        "wsfleet.recovered", "Clients that recovered their session", recovery, Recovery::recovered);
    for (RecoveryFailure why : RecoveryFailure.values()) {
      meters.counter(
          "wsfleet.not.recovered",
          "Clients that tried to recover and got a new session",
          why.label(),
          recovery,
          each -> each.failures(why));
    }
    meters.gauge(
        "wsfleet.recovery.packets", "Messages kept for recovery", recovery, Recovery::historySize);
    meters.gauge(
        "wsfleet.recovery.bytes",
        "Approximate memory of the messages kept for recovery",
        recovery,
        Recovery::historyBytes);
    meters.counter(
        "wsfleet.sessions.saved",
        "How often a session was saved",
        recovery,
        Recovery::sessionWrites);
    meters.counter(
        "wsfleet.sessions.unsaved",
        "How often a session was not saved because all sessions together were too large",
        recovery,
        Recovery::skippedSessionWrites);
    meters.gauge(
        "wsfleet.sessions.bytes",
        "Size of the saved sessions of this gateway",
        recovery,
        Recovery::sessionBytes);
    held(recovery.counters());
    replays(recovery.counters().replays());
  }

  private void replays(ReplayCounters replays) {
    meters.gauge(
        "wsfleet.replays",
        "Recovered clients that are being sent what they missed",
        replays.running(),
        AtomicInteger::get);
    meters.sum("wsfleet.replayed", "Missed messages sent", replays.messages());
    meters.sum("wsfleet.replayed.bytes", "Size of the missed messages sent", replays.bytes());
    meters.sum(
        "wsfleet.replays.cut",
        "Connections closed before the client was sent what it missed",
        replays.cut());
    meters.sum(
        "wsfleet.replays.repeated",
        "Recoveries with the offset of the recovery before",
        replays.repeated());
  }

  private void held(RecoveryCounters counters) {
    meters.gauge(
        "wsfleet.recovery.held",
        "Clients that are held until they can recover",
        counters.held(),
        AtomicInteger::get);
    meters.counter(
        "wsfleet.recovered.held",
        "Clients that recovered their session after they were held",
        counters.recoveredAfterHold(),
        LongAdder::sum);
    meters.counter(
        "wsfleet.recovery.postponed",
        "Connections closed since their clients could not recover yet",
        "timeout",
        counters.expiredHolds(),
        LongAdder::sum);
    meters.counter(
        "wsfleet.recovery.postponed",
        "Connections closed since their clients could not recover yet",
        "limit",
        counters.refusedHolds(),
        LongAdder::sum);
  }
}
