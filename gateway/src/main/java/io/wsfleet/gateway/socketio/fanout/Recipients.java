package io.wsfleet.gateway.socketio.fanout;

import java.util.ArrayList;
import java.util.List;

/** The senders of an audience, grouped by dispatcher. */
public final class Recipients {
  private final List<Batch> batches = new ArrayList<>(2);
  private final List<SocketSender> direct = new ArrayList<>(0);
  private final int size;

  /**
   * @param size how many senders will be added
   */
  public Recipients(int size) {
    this.size = size;
  }

  public void add(SocketSender sender) {
    if (sender instanceof BatchRecipient recipient) {
      Dispatcher dispatcher = recipient.dispatcher();
      if (dispatcher != null) {
        batchFor(dispatcher).recipients.add(recipient);
        return;
      }
    }
    direct.add(sender);
  }

  public void deliver(Delivery delivery) {
    for (Batch batch : batches) {
      batch.dispatcher.dispatch(delivery, batch.recipients);
    }
    for (SocketSender sender : direct) {
      sender.deliver(delivery);
    }
  }

  public int size() {
    return size;
  }

  /** There is a dispatcher for each event loop, so a list is searched fast. */
  private Batch batchFor(Dispatcher dispatcher) {
    for (Batch batch : batches) {
      if (batch.dispatcher == dispatcher) {
        return batch;
      }
    }
    Batch first = new Batch(dispatcher, new ArrayList<>(size));
    batches.add(first);
    return first;
  }

  private record Batch(Dispatcher dispatcher, List<BatchRecipient> recipients) {}
}
