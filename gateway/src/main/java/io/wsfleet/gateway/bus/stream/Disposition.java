package io.wsfleet.gateway.bus.stream;

import io.wsfleet.gateway.bus.BusMessage;

/** What a gateway does with a message that it has read from the stream. */
enum Disposition {
  DELIVER,
  /** Record the heartbeat of its gateway. */
  RECORD_HEARTBEAT,
  /** The producer has written it before, in a term that was lost with its master. */
  DUPLICATE,
  /** It was in the stream before this gateway started. */
  BACKLOG,
  /** This gateway delivered it while the master was unavailable. */
  ALREADY_DELIVERED,
  /** This gateway published it for the others alone. */
  FOR_OTHERS;

  /**
   * @param isNew whether its producer's number is higher than those read before
   * @param isOwn whether this gateway published it
   * @param isDelivered whether this gateway has delivered it already
   * @param isBacklog whether it was there before this gateway started
   */
  static Disposition of(
      BusMessage message, boolean isNew, boolean isOwn, boolean isDelivered, boolean isBacklog) {
    if (message instanceof BusMessage.Heartbeat) {
      return isBacklog ? BACKLOG : RECORD_HEARTBEAT;
    }
    if (!isNew) {
      return DUPLICATE;
    }
    if (isBacklog) {
      return BACKLOG;
    }
    if (isDelivered) {
      return ALREADY_DELIVERED;
    }
    return isOwn && message.isForOthers() ? FOR_OTHERS : DELIVER;
  }
}
