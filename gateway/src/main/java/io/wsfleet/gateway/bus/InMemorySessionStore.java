package io.wsfleet.gateway.bus;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The saved sessions of a gateway that runs alone, in its memory. */
public final class InMemorySessionStore implements SessionStore {
  private static final int SAVES_PER_SWEEP = 1000;

  private final LongSupplier clock;
  private final Map<String, StoredSession> sessions = new HashMap<>();
  private StoredHeartbeat lastHeartbeat = new StoredHeartbeat("", Long.MIN_VALUE);
  private int saves;

  /** The clock returns milliseconds that never go back. */
  public InMemorySessionStore(LongSupplier clock) {
    this.clock = clock;
  }

  /** The watermark is that of a live session which was claimed. */
  private record StoredSession(
      long fencingToken,
      String content,
      boolean isLive,
      @Nullable String watermark,
      long expiresAt) {}

  private record StoredHeartbeat(String watermark, long expiresAt) {}

  @Override
  public CompletionStage<Boolean> save(
      String name, long fencingToken, String content, long millis) {
    return put(
        name, new StoredSession(fencingToken, content, false, null, clock.getAsLong() + millis));
  }

  @Override
  public CompletionStage<Boolean> saveLive(
      String name, long fencingToken, String content, long millis) {
    return put(
        name, new StoredSession(fencingToken, content, true, null, clock.getAsLong() + millis));
  }

  private synchronized CompletionStage<Boolean> put(String name, StoredSession session) {
    sweep();
    StoredSession stored = find(name);
    if (stored != null && stored.fencingToken > session.fencingToken) {
      return CompletableFuture.completedStage(false);
    }
    sessions.put(name, session);
    return CompletableFuture.completedStage(true);
  }

  @Override
  public synchronized CompletionStage<Void> heartbeat(String watermark, long millis) {
    lastHeartbeat = new StoredHeartbeat(watermark, clock.getAsLong() + millis);
    return CompletableFuture.completedStage(null);
  }

  @Override
  public synchronized CompletionStage<ClaimedSession> claim(String name, long millis) {
    StoredSession stored = find(name);
    if (stored == null) {
      return CompletableFuture.completedStage(ClaimedSession.NOTHING);
    }
    long fencingToken = stored.fencingToken + 1;
    String watermark = stored.isLive ? lastHeartbeat.watermark : stored.watermark;
    storeReleased(name, fencingToken, stored.content, watermark, millis);
    return CompletableFuture.completedStage(
        new ClaimedSession(fencingToken, stored.content, watermark));
  }

  @Override
  public synchronized CompletionStage<Void> release(String name, long fencingToken, long millis) {
    StoredSession stored = find(name);
    if (stored != null && stored.fencingToken == fencingToken) {
      if (millis > 0) {
        storeReleased(name, fencingToken, stored.content, stored.watermark, millis);
      } else {
        sessions.remove(name);
      }
    }
    return CompletableFuture.completedStage(null);
  }

  private void storeReleased(
      String name, long fencingToken, String content, @Nullable String watermark, long millis) {
    sessions.put(
        name,
        new StoredSession(fencingToken, content, false, watermark, clock.getAsLong() + millis));
  }

  private @Nullable StoredSession find(String name) {
    StoredSession stored = sessions.get(name);
    long now = clock.getAsLong();
    boolean isGone =
        stored == null
            || stored.expiresAt <= now
            || (stored.isLive && lastHeartbeat.expiresAt <= now);
    return isGone ? null : stored;
  }

  private void sweep() {
    if (++saves % SAVES_PER_SWEEP == 0) {
      long now = clock.getAsLong();
      sessions.values().removeIf(session -> session.expiresAt <= now);
    }
  }
}
