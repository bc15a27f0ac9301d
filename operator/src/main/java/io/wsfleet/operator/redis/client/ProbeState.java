package io.wsfleet.operator.redis.client;

import io.wsfleet.contract.redis.LivenessDetector;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The state of the requests to one Redis: whether it answers, and what is to be done next.
 *
 * <ul>
 *   <li><b>disconnected</b>: connect.
 *   <li><b>connecting</b> or <b>waiting</b> for a reply: {@link LivenessDetector} decides whether
 *       the server is unreachable, since the connect or the request, and when the connection is
 *       replaced.
 *   <li><b>idle</b>: send the next request.
 * </ul>
 *
 * A server stays unreachable until a reply comes. Every moment is an argument, in nanoseconds of a
 * clock that only rises. Not thread-safe.
 */
final class ProbeState {

  /** What is to be done next. */
  enum Action {
    WAIT,
    CONNECT,
    RECONNECT,
    SEND
  }

  private enum State {
    DISCONNECTED,
    CONNECTING,
    IDLE,
    WAITING
  }

  private static final long REMINDER_INTERVAL = Duration.ofSeconds(1).toNanos();

  private final LivenessDetector liveness;

  private State state = State.DISCONNECTED;
  private long connectedAt;

  private boolean unreachable;
  private long unreachableSince;
  private boolean connectionRefused;
  private int outages;

  private String lastReply = "";
  private @Nullable String errorReply;
  private long errorReplySince;
  private int changes;

  /**
   * @param replyTimeout after which the server is unreachable
   * @param reconnectAfter after which its connection is replaced
   */
  ProbeState(Duration replyTimeout, Duration reconnectAfter) {
    // No pings: the requests are sent regularly.
    this.liveness = new LivenessDetector(0, replyTimeout.toNanos(), reconnectAfter.toNanos(), 0);
  }

  /** To be called regularly; it finds that a reply is overdue. */
  Action next(long now) {
    if (state == State.IDLE) {
      return Action.SEND;
    }
    if (state == State.DISCONNECTED) {
      return Action.CONNECT;
    }
    LivenessDetector.State server = liveness.state(now);
    if (server != LivenessDetector.State.ALIVE) {
      markUnreachable(liveness.silentSince(), false);
    }
    return server == LivenessDetector.State.LOST ? Action.RECONNECT : Action.WAIT;
  }

  void connecting(long now) {
    state = State.CONNECTING;
    connectedAt = now;
    liveness.awaitReply(now);
  }

  void connected() {
    state = State.IDLE;
    liveness.onReply();
  }

  void connectFailed(boolean refused) {
    disconnected();
    markUnreachable(connectedAt, refused);
  }

  /** The server has closed the connection. */
  void closed(long now) {
    disconnected();
    markUnreachable(now, true);
  }

  /** This side has closed the connection. */
  void disconnected() {
    state = State.DISCONNECTED;
    liveness.onReply();
  }

  void sent(long now) {
    state = State.WAITING;
    liveness.awaitReply(now);
  }

  /**
   * @param summary the part of the reply whose change matters
   */
  void replied(String summary) {
    state = State.IDLE;
    liveness.onReply();
    if (unreachable || !summary.equals(lastReply)) {
      unreachable = false;
      lastReply = summary;
      changes++;
    }
  }

  /** A request of somebody else on the same connection was not answered in time. */
  void noReply(long otherSentAt) {
    boolean waitsLonger = state == State.WAITING && liveness.silentSince() < otherSentAt;
    markUnreachable(waitsLonger ? liveness.silentSince() : otherSentAt, false);
  }

  /**
   * The server lives, and its reply is an error.
   *
   * @return whether the error is another one than before
   */
  boolean errorReplied(String error, long otherSentAt) {
    boolean isNew = !error.equals(errorReply);
    if (errorReply == null) {
      errorReplySince = otherSentAt;
    }
    errorReply = error;
    return isNew;
  }

  void noErrorReplied() {
    errorReply = null;
  }

  /** Since when every reply was an error. */
  long errorReplySince() {
    return errorReplySince;
  }

  /** This process stood still for so long, and not the server. */
  void shift(long nanos) {
    connectedAt += nanos;
    liveness.shift(nanos);
  }

  boolean isUnreachable() {
    return unreachable;
  }

  long unreachableSince() {
    return unreachableSince;
  }

  /** Whether the server's machine refuses connections, rather than that nothing comes back. */
  boolean isConnectionRefused() {
    return connectionRefused;
  }

  /** When the last connect began. */
  long connectedAt() {
    return connectedAt;
  }

  /** How often the server became unreachable. */
  int outages() {
    return outages;
  }

  /** How often something has changed that a decision may depend on. */
  int changes() {
    return changes;
  }

  /**
   * How long until the server has been unreachable for the next of these times, or for another
   * whole second.
   */
  long nextReminder(long now, Duration... times) {
    long lasted = now - unreachableSince;
    long nextSecond = (lasted / REMINDER_INTERVAL + 1) * REMINDER_INTERVAL;
    return LongStream.concat(
                LongStream.of(nextSecond), Arrays.stream(times).mapToLong(Duration::toNanos))
            .filter(time -> time > lasted)
            .min()
            .orElse(nextSecond)
        - lasted;
  }

  private void markUnreachable(long since, boolean refused) {
    if (!unreachable) {
      unreachable = true;
      unreachableSince = since;
      connectionRefused = refused;
      outages++;
      changes++;
    } else if (connectionRefused != refused) {
      connectionRefused = refused;
      changes++;
    }
  }
}
