package io.wsfleet.gateway.bus.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.bus.StreamId;
import io.wsfleet.gateway.bus.stream.wire.Entry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamCursorTest {
  private final List<String> calls = new ArrayList<>();
  private final StreamCursor cursor = new StreamCursor(new Recorder());

  @Test
  void everythingUpToTheFirstEndIsTheBacklog() {
    assertTrue(cursor.beginEpoch("a", new StreamId(1, 2)));
    cursor.process(start(1, 0));
    cursor.process(entry(1, 1));
    cursor.process(entry(1, 2));
    cursor.process(entry(1, 3));
    assertEquals(
        List.of("first a", "backlog 1-0", "backlog 1-1", "backlog 1-2", "entry 1-3"), calls);
    assertEquals(new StreamId(1, 3), cursor.last());
  }

  @Test
  void anotherEpochIsReadFromItsBeginningAndHasNoBacklog() {
    cursor.beginEpoch("a", StreamId.START);
    cursor.process(start(1, 0));
    assertFalse(cursor.beginEpoch("a", new StreamId(1, 9)));
    assertTrue(cursor.beginEpoch("b", new StreamId(1, 9)));
    assertEquals(StreamId.START, cursor.last());
    cursor.process(start(1, 0));
    assertEquals(List.of("first a", "entry 1-0", "next b", "entry 1-0"), calls);
    assertEquals("b", cursor.epoch());
  }

  @Test
  void reportsAGapBeforeTheEntryBehindIt() {
    cursor.beginEpoch("a", StreamId.START);
    cursor.process(start(1, 0));
    cursor.process(entry(1, 5));
    assertEquals(List.of("first a", "entry 1-0", "GAP 1-0 1-5", "entry 1-5"), calls);
  }

  @Test
  void reportsATermThatBeganWithoutTheLastEntry() {
    cursor.beginEpoch("a", StreamId.START);
    cursor.process(start(1, 0));
    cursor.process(entry(1, 1));
    cursor.process(new Entry.TermStart(new StreamId(2, 0), new StreamId(1, 0)));
    assertEquals(
        List.of("first a", "entry 1-0", "entry 1-1", "DIVERGED 1-1 2-0", "entry 2-0"), calls);
  }

  private static Entry start(long term, long number) {
    return new Entry.TermStart(new StreamId(term, number), StreamId.START);
  }

  private static Entry entry(long term, long number) {
    return new Entry.Message(
        new StreamId(term, number), "p", number, new BusMessage.Heartbeat("g"));
  }

  private final class Recorder implements StreamReader.Listener {
    @Override
    public void onEpoch(String epoch, boolean isFirst) {
      calls.add((isFirst ? "first " : "next ") + epoch);
    }

    @Override
    public void onEntry(Entry entry, boolean isBacklog) {
      calls.add((isBacklog ? "backlog " : "entry ") + entry.id());
    }

    @Override
    public void onMasterAddress(String address) {}

    @Override
    public void onGap(SequenceCheck check, StreamId last, StreamId next, boolean isBacklog) {
      calls.add(check + " " + last + " " + next);
    }

    @Override
    public void onCaughtUp() {}
  }
}
