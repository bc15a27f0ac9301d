package io.wsfleet.contract.redis;

/**
 * Decides from the times of pings and replies whether the server at the other end of a connection
 * is alive, silent or lost:
 *
 * <ol>
 *   <li>{@link #awaitReply} starts the silence, {@link #onReply} ends it;
 *   <li>after {@code silentAfter} of silence the server is {@link State#SILENT}, after {@code
 *       lostAfter} it is {@link State#LOST}: the connection has to be replaced;
 *   <li>a ping is due every {@code pingInterval}.
 * </ol>
 *
 * <p>It has no clock. All times are of one clock that never goes back, in a unit of the caller's
 * choice. A caller whose process may be paused either passes a clock that stands still meanwhile,
 * or calls {@link #shift}: a pause of this process says nothing about the server. Not thread-safe.
 */
public final class LivenessDetector {
  private final long pingInterval;
  private long silentAfter;
  private long lostAfter;
  private long lastPing;
  private long silentSince;
  private boolean isAwaiting;

  public enum State {
    /** It has replied in time, or nothing is awaited from it. */
    ALIVE,
    /** It has not replied in time; it still may. */
    SILENT,
    /** It has not replied for so long that the connection is of no use. */
    LOST
  }

  /** Nothing is awaited yet, and the first ping is due one interval after {@code now}. */
  public LivenessDetector(long pingInterval, long silentAfter, long lostAfter, long now) {
    this.pingInterval = pingInterval;
    this.silentAfter = silentAfter;
    this.lostAfter = lostAfter;
    this.lastPing = now;
    this.silentSince = now;
  }

  /** Allows another length of silence from now on, the current silence included. */
  public void setLimits(long newSilentAfter, long newLostAfter) {
    silentAfter = newSilentAfter;
    lostAfter = newLostAfter;
  }

  /** A reply is awaited from {@code now} on. */
  public void awaitReply(long now) {
    isAwaiting = true;
    silentSince = now;
  }

  /** The reply has come, and nothing is awaited. */
  public void onReply() {
    isAwaiting = false;
  }

  public boolean isAwaiting() {
    return isAwaiting;
  }

  /** Since when a reply is awaited, if one is. */
  public long silentSince() {
    return silentSince;
  }

  public State state(long now) {
    if (!isAwaiting || now - silentSince < Math.min(silentAfter, lostAfter)) {
      return State.ALIVE;
    }
    return now - silentSince < lostAfter ? State.SILENT : State.LOST;
  }

  public boolean isPingDue(long now) {
    return now - lastPing >= pingInterval;
  }

  public void onPing(long now) {
    lastPing = now;
  }

  /** Forgets a pause of this process, in which it could not have received a reply. */
  public void shift(long pause) {
    lastPing += pause;
    silentSince += pause;
  }
}
