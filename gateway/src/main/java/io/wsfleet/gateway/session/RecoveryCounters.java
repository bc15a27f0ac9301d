package io.wsfleet.gateway.session;

import io.wsfleet.gateway.socketio.server.RecoveryFailure;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** The results of recoveries, for the metrics. Thread-safe. */
record RecoveryCounters(LongAdder recovered, Map<RecoveryFailure, LongAdder> failures) {
  RecoveryCounters() {
    this(new LongAdder(), new EnumMap<>(RecoveryFailure.class));
    for (RecoveryFailure failure : RecoveryFailure.values()) {
      failures.put(failure, new LongAdder());
    }
  }

  LongAdder failures(RecoveryFailure failure) {
    return Objects.requireNonNull(failures.get(failure));
  }
}
