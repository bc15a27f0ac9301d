package io.wsfleet.bench.load;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Connects clients, a few at a time, to one server after the other, and keeps them connected. */
public final class ConnectRamp implements MessageListener {

  private static final int MAX_CONNECTING = 50;

  private final SelectorLoop selectorLoop;
  private final List<InetSocketAddress> servers;
  private final List<Client> clients = new ArrayList<>();
  private int connected;

  public ConnectRamp(SelectorLoop selectorLoop, List<InetSocketAddress> servers) {
    this.selectorLoop = selectorLoop;
    this.servers = List.copyOf(servers);
  }

  /** Connects clients until there are {@code size}. */
  public List<Client> connectUpTo(int size, Duration atMost) {
    boolean done = selectorLoop.run(atMost, now -> open(size), () -> connected == size);
    if (!done) {
      throw new InvalidRunException(
          connected + " of " + size + " clients were let in within " + atMost.toSeconds() + " s");
    }
    return List.copyOf(clients);
  }

  @Override
  public void connected(Client client) {
    connected++;
  }

  private long open(int size) {
    while (clients.size() < size && clients.size() - connected < MAX_CONNECTING) {
      int number = clients.size();
      clients.add(selectorLoop.connect(number, servers.get(number % servers.size()), this));
    }
    return Long.MAX_VALUE;
  }
}
