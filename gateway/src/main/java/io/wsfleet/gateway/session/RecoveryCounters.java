package io.wsfleet.gateway.session;

import io.wsfleet.gateway.socketio.server.RecoveryFailure;
import io.wsfleet.gateway.socketio.server.ReplayCounters;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * The results of recoveries, for the metrics. Thread-safe.
 *
 * @param replays of the messages that recovered clients had missed
 * @param held clients that are held now
 * @param recoveredAfterHold clients that recovered after they were held
 * @param expiredHolds connections closed since their clients were held for the longest time
 * @param refusedHolds connections closed since too many clients were held
 */
public record RecoveryCounters(
    LongAdder recovered,
    Map<RecoveryFailure, LongAdder> failures,
    ReplayCounters replays,
    AtomicInteger held,
    LongAdder recoveredAfterHold,
    LongAdder expiredHolds,
    LongAdder refusedHolds) {
  RecoveryCounters() {
    this(
        new LongAdder(),
        new EnumMap<>(RecoveryFailure.class),
        new ReplayCounters(),
        new AtomicInteger(),
        new LongAdder(),
        new LongAdder(),
        new LongAdder());
    for (RecoveryFailure failure : RecoveryFailure.values()) {
      failures.put(failure, new LongAdder());
    }
  }

  LongAdder failures(RecoveryFailure failure) {
    return Objects.requireNonNull(failures.get(failure));
  }
}
