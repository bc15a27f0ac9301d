package io.wsfleet.gateway.socketio.fanout;

import io.wsfleet.gateway.socketio.server.Socket;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The sockets that an audience is just now, by who brings them what they get. */
public final class Recipients {
  private final List<Batch> batches = new ArrayList<>(2);
  private final List<SocketSender> direct = new ArrayList<>(0);
  private final int size;

  public Recipients(Collection<Socket> members) {
    size = members.size();
    for (Socket socket : members) {
      SocketSender sender = socket.sender();
      Dispatcher dispatcher = sender.dispatcher();
      if (dispatcher == null) {
        direct.add(sender);
      } else {
        batchFor(dispatcher).senders.add(sender);
      }
    }
  }

  public void deliver(Delivery delivery) {
    for (Batch batch : batches) {
      batch.dispatcher.dispatch(delivery, batch.senders);
    }
    for (SocketSender sender : direct) {
      sender.deliver(delivery);
    }
  }

  public int size() {
    return size;
  }

  /** There is a courier for each event loop, so that there are few. */
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

  private record Batch(Dispatcher dispatcher, List<SocketSender> senders) {}
}
