package io.wsfleet.gateway.session;

import io.wsfleet.gateway.bus.StreamPosition;
import io.wsfleet.gateway.session.model.MessageHistory;
import io.wsfleet.gateway.session.model.RecoverySettings;
import io.wsfleet.gateway.socketio.server.RecoveryCallback;
import io.wsfleet.gateway.socketio.server.ReplayCounters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * The clients that are being sent what they missed. One that takes so long that this is not kept
 * any more is closed, so that it does not keep the memory. Notices clients that come again and
 * again with the same offset. Used serialized with the bus only.
 */
final class RunningReplays {
  private static final Logger LOG = Logger.getLogger("io.wsfleet.connections");
  private static final int MAX_REMEMBERED = 10_000;
  private static final int LOGGED_AT = 3;

  private final RecoverySettings settings;
  private final MessageHistory messageHistory;
  private final ReplayCounters counters;
  private final List<Running> running = new ArrayList<>();
  private final Map<String, LastReplay> lastReplays =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, LastReplay> eldest) {
          return size() > MAX_REMEMBERED;
        }
      };

  RunningReplays(
      RecoverySettings settings, MessageHistory messageHistory, ReplayCounters counters) {
    this.settings = settings;
    this.messageHistory = messageHistory;
    this.counters = counters;
  }

  private record Running(RecoveryCallback callback, long startedMillis) {}

  private record LastReplay(String offset, int times) {}

  void onStart(RecoveryAttempt attempt, RecoveryCallback.RecoveredSession session, long now) {
    if (session.missedDeliveries().isEmpty()) {
      lastReplays.remove(attempt.pid);
      return;
    }
    running.add(new Running(attempt.callback, now));
    LastReplay last = lastReplays.get(attempt.pid);
    int times = last != null && last.offset.equals(session.offset()) ? last.times + 1 : 1;
    lastReplays.put(attempt.pid, new LastReplay(session.offset(), times));
    if (times > 1) {
      counters.repeated().increment();
    }
    if (times == LOGGED_AT) {
      LOG.warnf(
          "event=replay-repeated socket=%s times=%d offset=%s missed=%d",
          session.id(), times, session.offset(), session.missedDeliveries().size());
    }
  }

  void tick(long now) {
    running.removeIf(each -> isOver(each, now));
  }

  private boolean isOver(Running replay, long now) {
    StreamPosition first = StreamPosition.parse(replay.callback.firstUnsent());
    if (first == null) {
      return true;
    }
    if (replay.startedMillis + settings.holdMillis() > now || !messageHistory.hasTrimmed(first)) {
      return false;
    }
    replay.callback.cutReplay();
    return true;
  }
}
