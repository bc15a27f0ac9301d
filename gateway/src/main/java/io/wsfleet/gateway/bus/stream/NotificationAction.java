package io.wsfleet.gateway.bus.stream;

import io.wsfleet.gateway.bus.StreamId;
import io.wsfleet.gateway.bus.stream.wire.StreamNotification;
import org.jspecify.annotations.Nullable;

/** What the reader does when a {@link StreamNotification} arrives. */
enum NotificationAction {
  /** Its entries follow the last one that was read. */
  PROCESS,
  /** There are entries that the reader does not have. */
  READ,
  /** It is of another epoch. */
  READ_HEAD,
  /** The reader has its entries, or is about to read them. */
  IGNORE;

  /**
   * @param epoch of the entries that were read; null before the first
   * @param last the last entry that was read
   * @param isReading whether a read is in flight, which goes on until nothing is left
   */
  static NotificationAction of(
      StreamNotification notification, @Nullable String epoch, StreamId last, boolean isReading) {
    if (isReading) {
      return IGNORE;
    }
    if (!notification.epoch().equals(epoch)) {
      return READ_HEAD;
    }
    if (SequenceCheck.of(last, notification.entries().get(0)) == SequenceCheck.FOLLOWS) {
      return PROCESS;
    }
    return last.compareTo(notification.last()) < 0 ? READ : IGNORE;
  }
}
