package io.wsfleet.gateway.bus.stream;

import io.vertx.core.Vertx;
import io.vertx.redis.client.RedisConnection;
import io.wsfleet.gateway.bus.StreamId;
import io.wsfleet.gateway.bus.redis.ConnectionListener;
import io.wsfleet.gateway.bus.stream.wire.Entry;
import io.wsfleet.gateway.bus.stream.wire.StreamNotification;
import java.io.IOException;

/**
 * Reads the stream, at a replica if there is one, from the entry after the last one that it read:
 *
 * <ol>
 *   <li>On each connection it reads the epoch and the end of the stream, and catches up. At the
 *       first start everything up to that end is the backlog, which is not delivered.
 *   <li>Then it takes the entries from each {@link StreamNotification} that follows the last entry.
 *       Any other notification only means that there is something to read. Notifications come
 *       through a connection of their own, since the client library takes a push for the reply to a
 *       command; so they can be earlier or later than what is read, and those that come during a
 *       read are ignored.
 *   <li>At an interval it reads anyway, and checks the epoch: after a lost connection, or a replica
 *       that restarted, notifications are missing, and in a replaced stream the entry of another
 *       epoch can have the expected number.
 *   <li>Another epoch is read from its beginning.
 * </ol>
 *
 * <p>Runs on the event loop of the bus.
 */
final class StreamReader implements ConnectionListener {
  private final StreamCursor cursor;
  private final CatchUp catchUp;

  /** Reads at least once every {@code checkMillis}, with or without notifications. */
  StreamReader(Vertx vertx, long checkMillis, Listener listener) {
    this.cursor = new StreamCursor(listener);
    this.catchUp = new CatchUp(vertx, checkMillis, cursor, listener);
  }

  /** Called on the event loop of the bus. */
  interface Listener {
    /** The following entries are of this epoch: the first one, or one that replaces another. */
    void onEpoch(String epoch, boolean isFirst);

    /** The next entry; in the backlog if it was there before this gateway started. */
    void onEntry(Entry entry, boolean isBacklog);

    /** The master's address that the head contains. */
    void onMasterAddress(String address);

    /** The next entry does not follow the last one. */
    void onGap(SequenceCheck check, StreamId last, StreamId next, boolean isBacklog);

    /** Everything has been read that was there on connecting. */
    void onCaughtUp();
  }

  /** Whether it has caught up; from any thread. */
  boolean isUp() {
    return catchUp.isCaughtUp();
  }

  @Override
  public void onUp(RedisConnection made) {
    catchUp.onUp(made);
  }

  @Override
  public void onDown() {
    catchUp.onDown();
  }

  /** Handles the bytes of a {@link StreamNotification}. */
  void onNotification(byte[] message) {
    if (!catchUp.isUp()) {
      return;
    }
    StreamNotification notification;
    try {
      notification = StreamNotification.read(message);
    } catch (IOException unreadable) {
      catchUp.readIfIdle();
      return;
    }
    catchUp.onNotified(notification.last());
    switch (NotificationAction.of(
        notification, cursor.epoch(), cursor.last(), catchUp.isReading())) {
      case PROCESS -> notification.entries().forEach(cursor::process);
      case READ -> catchUp.readIfIdle();
      case READ_HEAD -> catchUp.readHead();
      case IGNORE -> {}
    }
  }
}
