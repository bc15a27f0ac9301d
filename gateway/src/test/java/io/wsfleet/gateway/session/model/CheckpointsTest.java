package io.wsfleet.gateway.session.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.gateway.bus.StreamId;
import io.wsfleet.gateway.bus.StreamPosition;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CheckpointsTest {
  private final Checkpoints checkpoints = new Checkpoints();
  private final TestSession first = new TestSession();
  private final TestSession second = new TestSession();

  @Test
  void theFirstWatermarkIsTheCurrentPosition() {
    assertNull(checkpoints.watermark(null));
    assertEquals(at(3), checkpoints.watermark(at(3)));
    assertEquals(at(3), checkpoints.watermark(at(5)), "it does not move by itself");
  }

  @Test
  void theWatermarkRisesOnceAllSessionsAreSaved() {
    checkpoints.watermark(at(1));
    assertFalse(checkpoints.start(at(7), List.of(first, second)));
    assertFalse(checkpoints.markSaved(first));
    assertFalse(checkpoints.markSaved(first), "it counts once");
    assertEquals(at(1), checkpoints.watermark(at(8)));
    assertTrue(checkpoints.markSaved(second));
    assertEquals(at(7), checkpoints.watermark(at(8)));
  }

  @Test
  void theWatermarkRisesAtOnceWithoutUnsavedSessions() {
    assertTrue(checkpoints.start(at(7), List.of()));
    assertEquals(at(7), checkpoints.watermark(at(8)));
  }

  @Test
  void aSecondCheckpointDoesNotStartWhileOneIsOpen() {
    checkpoints.watermark(at(1));
    checkpoints.start(at(7), List.of(first));
    assertTrue(checkpoints.start(at(9), List.of(second)));
    assertEquals(at(1), checkpoints.watermark(at(9)));
    assertFalse(checkpoints.markSaved(second), "it is in no checkpoint");
    assertTrue(checkpoints.markSaved(first));
    assertEquals(at(7), checkpoints.watermark(at(9)));
  }

  @Test
  void aDetachedSessionTakesThePlaceOfItsSocket() {
    checkpoints.start(at(7), List.of(first));
    Checkpoints.transfer(first, second);
    assertFalse(checkpoints.markSaved(first));
    assertTrue(checkpoints.markSaved(second));
  }

  @Test
  void aResetGivesUpTheCheckpointAndKeepsTheWatermark() {
    checkpoints.watermark(at(1));
    checkpoints.start(at(7), List.of(first));
    checkpoints.reset();
    assertFalse(checkpoints.markSaved(first));
    assertEquals(at(1), checkpoints.watermark(at(9)));
    assertTrue(checkpoints.start(at(9), List.of()));
  }

  private static StreamPosition at(int number) {
    return new StreamPosition(new StreamId(1, number), "h");
  }

  private static final class TestSession implements Checkpoints.UnsavedSession {
    private Checkpoints.@Nullable Checkpoint checkpoint;

    @Override
    public Checkpoints.@Nullable Checkpoint checkpoint() {
      return checkpoint;
    }

    @Override
    public void setCheckpoint(Checkpoints.@Nullable Checkpoint newCheckpoint) {
      checkpoint = newCheckpoint;
    }
  }
}
