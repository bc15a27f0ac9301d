package io.wsfleet.operator.redis.client;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Decides from the times of connects, requests and replies whether one server answers, and what is
 * to be done next.
 *
 * <ul>
 *   <li><b>disconnected</b>: connect.
 *   <li><b>connecting</b> or <b>waiting</b> for a reply: after the reply timeout the server is
 *       unreachable, since the connect or the request; some time later the connection is replaced.
 *   <li><b>idle</b>: send the next request.
 * </ul>
 *
 * A server stays unreachable until a reply comes. Every moment is an argument, in nanoseconds of a
 * clock that only rises. Not thread-safe.
 */
final class LivenessDetector {

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

  private final long replyTimeout;
  private final long reconnectAfter;

  private State state = State.DISCONNECTED;
  private long connectedAt;
  private long sentAt;

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
  LivenessDetector(Duration replyTimeout, Duration reconnectAfter) {
    this.replyTimeout = replyTimeout.toNanos();
    this.reconnectAfter = reconnectAfter.toNanos();
  }

  /** To be called regularly; it finds that a reply is overdue. */
  Action next(long now) {
    if (state == State.IDLE) {
      return Action.SEND;
    }
    if (state == State.DISCONNECTED) {
      return Action.CONNECT;
    }
    long since = state == State.CONNECTING ? connectedAt : sentAt;
    if (now - since >= replyTimeout) {
      markUnreachable(since, false);
    }
    return now - since >= reconnectAfter ? Action.RECONNECT : Action.WAIT;
  }

  void connecting(long now) {
    state = State.CONNECTING;
    connectedAt = now;
  }

  void connected() {
    state = State.IDLE;
  }

  void connectFailed(boolean refused) {
    state = State.DISCONNECTED;
    markUnreachable(connectedAt, refused);
  }

  /** The server has closed the connection. */
  void closed(long now) {
    state = State.DISCONNECTED;
    markUnreachable(now, true);
  }

  /** This side has closed the connection. */
  void disconnected() {
    state = State.DISCONNECTED;
  }

  void sent(long now) {
    state = State.WAITING;
    sentAt = now;
  }

  /**
   * @param summary the part of the reply whose change matters
   */
  void replied(String summary) {
    state = State.IDLE;
    if (unreachable || !summary.equals(lastReply)) {
      unreachable = false;
      lastReply = summary;
      changes++;
    }
  }

  /** A request of somebody else on the same connection was not answered in time. */
  void noReply(long otherSentAt) {
    markUnreachable(state == State.WAITING ? Math.min(sentAt, otherSentAt) : otherSentAt, false);
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
    sentAt += nanos;
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
