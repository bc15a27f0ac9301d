package io.wsfleet.gateway.bus;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Sessions that gateways save for each other, each under an unguessable name and for a limited
 * time. A session belongs to the gateway with the highest fencing token: a gateway that claims it
 * gets a higher one, and from then on the former owner can change nothing.
 *
 * <p>All stages fail while the store is unavailable, or too many commands are in flight.
 */
public interface SessionStore {

  /** Saves a session. False if another gateway has claimed it. */
  CompletionStage<Boolean> save(String name, long fencingToken, String content, long millis);

  /**
   * Saves the session of a connected socket. It can be claimed only while this gateway's {@link
   * #heartbeat} has not expired; so it need not be saved again while nothing changes.
   *
   * @param millis its time to live at most
   */
  CompletionStage<Boolean> saveLive(String name, long fencingToken, String content, long millis);

  /**
   * Publishes the watermark of all live sessions of this gateway, for this number of milliseconds;
   * a gateway that claims one of them gets the last watermark. Must come before the first live
   * session.
   */
  CompletionStage<Void> heartbeat(String watermark, long millis);

  /**
   * Claims a session, for at least this number of milliseconds. It can be claimed again with the
   * same result: the reply may have been lost.
   */
  CompletionStage<ClaimedSession> claim(String name, long millis);

  /**
   * Waits until a replica has what was saved here before, or for this number of milliseconds. The
   * stage fails while the store is unavailable.
   */
  default CompletionStage<Void> replicate(long millis) {
    return CompletableFuture.completedStage(null);
  }

  /** The store is connected again: what was saved shortly before may be lost. From any thread. */
  default void onReconnect(Runnable listener) {}

  /** Sets the time to live, 0 to delete it, unless another gateway has claimed it. */
  CompletionStage<Void> release(String name, long fencingToken, long millis);

  /**
   * @param fencingToken of the gateway that claimed it
   * @param content null if there is no such session
   * @param watermark the last one of the gateway that held it live when its content was saved; null
   *     if none did
   */
  record ClaimedSession(long fencingToken, @Nullable String content, @Nullable String watermark) {
    public static final ClaimedSession NOTHING = new ClaimedSession(0, null, null);
  }
}
