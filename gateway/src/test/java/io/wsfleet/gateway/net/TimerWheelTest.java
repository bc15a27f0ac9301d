package io.wsfleet.gateway.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TimerWheelTest {
  private static final long TICK = 10;
  private static final long START = -1234;

  private final TimerWheel timerWheel = new TimerWheel(TICK, 8, START);
  private final List<RecordingTask> rung = new ArrayList<>();
  private long now = START;

  @Test
  void firesOnceAndNotEarly() {
    RecordingTask anna = new RecordingTask();
    anna.at(START + 25);
    turn(START + 24);
    assertEquals(List.of(), rung);
    turn(START + 35);
    assertEquals(List.of(anna), rung);
    turn(START + 1000);
    assertEquals(List.of(anna), rung);
  }

  @Test
  void followsADeadlineThatMovesEitherWay() {
    RecordingTask anna = new RecordingTask();
    RecordingTask bert = new RecordingTask();
    anna.at(START + 30);
    bert.at(START + 500);
    anna.at(START + 300);
    bert.at(START + 20);
    turn(START + 60);
    assertEquals(List.of(bert), rung);
    turn(START + 299);
    assertEquals(List.of(bert), rung);
    turn(START + 310);
    assertEquals(List.of(bert, anna), rung);
  }

  @Test
  void letsATaskCancelOthersAndRescheduleItself() {
    RecordingTask victim = new RecordingTask();
    RecordingTask killer =
        new RecordingTask() {
          @Override
          public void onTimeout() {
            super.onTimeout();
            victim.cancel();
            at(now + 50);
          }
        };
    killer.at(START + 10);
    victim.at(START + 10);
    turn(START + 20);
    turn(START + 40);
    assertEquals(List.of(killer), rung);
    turn(START + 90);
    assertEquals(List.of(killer, killer), rung);
  }

  @Test
  void firesTheOthersInTheNextTickAfterAnException() {
    RecordingTask broken =
        new RecordingTask() {
          @Override
          public void onTimeout() {
            throw new IllegalStateException("broken");
          }
        };
    RecordingTask anna = new RecordingTask();
    broken.at(START + 10);
    anna.at(START + 10);
    assertThrows(IllegalStateException.class, () -> turn(START + 20));
    turn(START + 20);
    assertEquals(List.of(anna), rung);
  }

  /** Against a map of deadlines. The wheel goes around often, and now and then it stands still. */
  @Test
  void firesExactlyTheTimeoutsThatAreDue() {
    Random random = new Random(7);
    List<RecordingTask> sleepers = new ArrayList<>();
    Map<Integer, Long> model = new TreeMap<>();
    for (int i = 0; i < 50; i++) {
      sleepers.add(new RecordingTask());
    }
    for (int step = 0; step < 50_000; step++) {
      int which = random.nextInt(sleepers.size());
      switch (random.nextInt(4)) {
        case 0, 1 -> {
          long deadline = now + random.nextInt(random.nextBoolean() ? 30 : 400);
          sleepers.get(which).at(deadline);
          model.put(which, deadline);
        }
        case 2 -> {
          sleepers.get(which).cancel();
          model.remove(which);
        }
        default -> {
          rung.clear();
          turn(now + random.nextInt(random.nextInt(20) == 0 ? 1000 : 25));
          for (RecordingTask each : rung) {
            Long deadline = model.remove(sleepers.indexOf(each));
            assertTrue(deadline != null && deadline <= now, "too early, or twice");
          }
          long latest = now - TICK;
          model.forEach((index, deadline) -> assertTrue(deadline > latest, "too late"));
        }
      }
    }
  }

  private void turn(long newNow) {
    now = newNow;
    timerWheel.advanceTo(now);
  }

  private class RecordingTask implements Timeout.Task {
    private final Timeout timeout = new Timeout(this);
    private long deadline;

    void at(long newDeadline) {
      deadline = newDeadline;
      timerWheel.schedule(timeout);
    }

    void cancel() {
      timerWheel.cancel(timeout);
    }

    @Override
    public long deadline() {
      return deadline;
    }

    @Override
    public void onTimeout() {
      rung.add(this);
    }
  }
}
