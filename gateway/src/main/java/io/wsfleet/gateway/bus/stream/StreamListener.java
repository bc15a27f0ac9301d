package io.wsfleet.gateway.bus.stream;

import io.wsfleet.gateway.bus.BusCounters;
import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.bus.HeartbeatTracker;
import io.wsfleet.gateway.bus.StreamId;
import io.wsfleet.gateway.bus.StreamPosition;
import io.wsfleet.gateway.bus.redis.MasterAddress;
import io.wsfleet.gateway.bus.stream.wire.Entry;
import io.wsfleet.gateway.log.LogText;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Handles what the {@link StreamReader} reads: adds messages to the history, delivers them once,
 * and records heartbeats, gaps and new epochs. Runs on the event loop of the bus.
 */
final class StreamListener implements StreamReader.Listener {
  private static final Logger LOG = Logger.getLogger("io.wsfleet.bus");
  private static final int MAX_PRODUCERS = 10_000;

  /** In a rollout there may be many of them. */
  private static final long UNREADABLE_LOG_MILLIS = 60_000;

  private final String producer;
  private final MasterAddress master;
  private final PublishOutbox outbox;
  private final LocalDelivery delivery;
  private final HeartbeatTracker heartbeats;
  private final BusCounters counters;
  private final LongSupplier clock;
  private final Runnable sendHeartbeat;
  private final Deduplicator deduplicator = new Deduplicator(MAX_PRODUCERS);
  private String epoch = "";
  private long unreadable;
  private long unreadableLoggedAt;

  /**
   * @param producer the name under which this gateway publishes
   * @param clock milliseconds that never go back
   * @param sendHeartbeat run when the reader has caught up
   */
  StreamListener(
      String producer,
      MasterAddress master,
      PublishOutbox outbox,
      LocalDelivery delivery,
      HeartbeatTracker heartbeats,
      BusCounters counters,
      LongSupplier clock,
      Runnable sendHeartbeat) {
    this.producer = producer;
    this.master = master;
    this.outbox = outbox;
    this.delivery = delivery;
    this.heartbeats = heartbeats;
    this.counters = counters;
    this.clock = clock;
    this.sendHeartbeat = sendHeartbeat;
  }

  @Override
  public void onEpoch(String current, boolean isFirst) {
    epoch = current;
    StreamPosition start = at(StreamId.START);
    delivery.setPosition(start);
    if (!isFirst) {
      counters.lostEpochs().increment();
      LOG.warnf(
          "event=epoch-lost epoch=%s; Redis lost the stream; messages that were not read yet are"
              + " lost",
          LogText.safe(current));
    }
    delivery.listener().resetHistory(start);
  }

  @Override
  public void onEntry(Entry entry, boolean isBacklog) {
    StreamPosition position = at(entry.id());
    if (entry instanceof Entry.Message message) {
      onMessage(message, position, isBacklog);
    } else if (entry instanceof Entry.Unreadable unreadable) {
      onUnreadable(unreadable, isBacklog);
    }
    // After the delivery: who reads the position relies on everything up to it being delivered.
    delivery.setPosition(position);
  }

  /**
   * The clients of this gateway do not get it; a gateway of a later version may have written it.
   */
  private void onUnreadable(Entry.Unreadable entry, boolean isBacklog) {
    counters.malformed().increment();
    if (!isBacklog) {
      counters.missedMessages().increment();
    }
    unreadable++;
    long now = clock.getAsLong();
    if (unreadable == 1 || now - unreadableLoggedAt >= UNREADABLE_LOG_MILLIS) {
      unreadableLoggedAt = now;
      LOG.warnf(
          "event=unreadable-entry id=%s reason=\"%s\" entries=%d; not delivered to clients of this"
              + " gateway; a gateway of a later version may have written it",
          entry.id(), LogText.safe(String.valueOf(entry.reason())), unreadable);
    }
  }

  private void onMessage(Entry.Message entry, StreamPosition position, boolean isBacklog) {
    BusMessage message = entry.message();
    boolean isNew = deduplicator.isNew(entry.producer(), entry.number());
    boolean isOwn = entry.producer().equals(producer);
    boolean isDelivered = isOwn && outbox.markReceived(entry.number());
    if (!(message instanceof BusMessage.Heartbeat)) {
      delivery.listener().addToHistory(message, position);
    }
    switch (Disposition.of(message, isNew, isOwn, isDelivered, isBacklog)) {
      case DELIVER -> {
        counters.received().increment();
        delivery.deliver(message, position.toString());
      }
      case RECORD_HEARTBEAT ->
          heartbeats.record(((BusMessage.Heartbeat) message).gateway(), clock.getAsLong());
      case DUPLICATE -> counters.duplicates().increment();
      case BACKLOG, ALREADY_DELIVERED, FOR_OTHERS -> {}
    }
  }

  @Override
  public void onCaughtUp() {
    sendHeartbeat.run();
  }

  @Override
  public void onMasterAddress(String address) {
    master.announce(address);
  }

  @Override
  public void onGap(SequenceCheck check, StreamId last, StreamId next, boolean isBacklog) {
    // A gateway that starts has missed nothing, however much of the stream is gone.
    if (!isBacklog) {
      long missed = missedMessages(last, next);
      counters.missedMessages().add(missed);
      LOG.warnf(
          "event=%s last=%s next=%s; at least %d messages were not delivered to clients of this"
              + " gateway",
          check == SequenceCheck.GAP ? "entries-missed" : "stream-diverged", last, next, missed);
    }
    delivery.listener().resetHistory(at(new StreamId(next.term(), Math.max(0, next.number() - 1))));
  }

  /** The least number of messages between two entries that do not follow each other. */
  static long missedMessages(StreamId last, StreamId next) {
    return next.term() == last.term() ? next.number() - last.number() - 1 : 1;
  }

  private StreamPosition at(StreamId id) {
    return new StreamPosition(id, epoch);
  }
}
