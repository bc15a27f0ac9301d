package io.wsfleet.gateway.session.model;

import io.wsfleet.gateway.bus.StreamPosition;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Finds the position up to which the saved sessions of this gateway are complete, checkpoint by
 * checkpoint:
 *
 * <ol>
 *   <li>A checkpoint starts at the current position, with the sessions that are not saved.
 *   <li>Each of them counts until it is saved.
 *   <li>When all are saved, the position becomes the watermark.
 * </ol>
 *
 * <p>Not thread-safe.
 */
public final class Checkpoints {
  private @Nullable StreamPosition watermark;
  private @Nullable Checkpoint open;

  /** A session that has to be saved before its checkpoint is complete. */
  public interface UnsavedSession {
    @Nullable Checkpoint checkpoint();

    void setCheckpoint(@Nullable Checkpoint checkpoint);
  }

  public static final class Checkpoint {
    private final StreamPosition position;
    private int unsaved;

    private Checkpoint(StreamPosition position) {
      this.position = position;
    }
  }

  /**
   * Starts a checkpoint, unless one is open; then, and without a position, the watermark stays what
   * it is. Returns whether the watermark has to be published now.
   */
  public boolean start(
      @Nullable StreamPosition here, Collection<? extends UnsavedSession> unsaved) {
    if (open != null || here == null) {
      return true;
    }
    Checkpoint checkpoint = new Checkpoint(here);
    unsaved.forEach(each -> each.setCheckpoint(checkpoint));
    checkpoint.unsaved = unsaved.size();
    open = checkpoint;
    return completeIfAllSaved(checkpoint);
  }

  /** A session is saved or gone. Returns whether the watermark has to be published now. */
  public boolean markSaved(UnsavedSession session) {
    Checkpoint checkpoint = open;
    boolean isComplete = false;
    if (checkpoint != null && session.checkpoint() == checkpoint) {
      checkpoint.unsaved--;
      isComplete = completeIfAllSaved(checkpoint);
    }
    session.setCheckpoint(null);
    return isComplete;
  }

  /** The second session takes the place of the first one in its checkpoint. */
  public static void transfer(UnsavedSession from, UnsavedSession to) {
    to.setCheckpoint(from.checkpoint());
    from.setCheckpoint(null);
  }

  /** Gives up the open checkpoint; the watermark stays. */
  public void reset() {
    open = null;
  }

  /** The watermark; at first the current position, null without one. */
  public @Nullable StreamPosition watermark(@Nullable StreamPosition here) {
    if (watermark == null) {
      watermark = here;
    }
    return watermark;
  }

  private boolean completeIfAllSaved(Checkpoint checkpoint) {
    if (checkpoint.unsaved > 0) {
      return false;
    }
    watermark = checkpoint.position;
    open = null;
    return true;
  }
}
