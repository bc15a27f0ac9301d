package io.wsfleet.gateway.bus;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What members of the fleet lay down for each other, each thing under a name that only those know
 * who may have it, and for a limited time. It belongs to the member with the highest claim: who
 * takes it over gets a higher one, and from then on the one before can change nothing.
 *
 * <p>All stages fail when the fleet cannot be asked now, or too much is being asked.
 */
public interface SessionStore {

  /** Lays it down, or a newer version of it. False if another has taken it over. */
  CompletionStage<Boolean> save(String name, long fencingToken, String content, long millis);

  /**
   * The same of what this member has in hand. Nobody finds it once the member has said nothing for
   * too long, see {@link #heartbeat}; so it need not be laid down again and again to show that its
   * member lives.
   *
   * @param millis for how long it is there at most
   */
  CompletionStage<Boolean> saveLive(String name, long fencingToken, String content, long millis);

  /**
   * A word on everything that this member holds, for so many milliseconds; whoever takes one of
   * these things gets the last word along with it. To be said before the first of them is held.
   */
  CompletionStage<Void> heartbeat(String watermark, long millis);

  /** Takes it over, for at least so many milliseconds. */
  CompletionStage<ClaimedSession> claim(String name, long millis);

  /** Keeps it for so long only, or not at all for 0, unless another has taken it over. */
  CompletionStage<Void> release(String name, long fencingToken, long millis);

  /**
   * @param fencingToken what the member has that took it
   * @param content null if there was nothing under that name
   * @param watermark what the member that held it said last; null if none held it
   */
  record ClaimedSession(long fencingToken, @Nullable String content, @Nullable String watermark) {
    public static final ClaimedSession NOTHING = new ClaimedSession(0, null, null);
  }
}
