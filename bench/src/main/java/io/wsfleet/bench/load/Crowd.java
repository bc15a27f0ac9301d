package io.wsfleet.bench.load;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Clients that come a few at a time, to one server after the other, and then only stay. */
public final class Crowd implements Hearer {

  private static final int AT_ONCE = 50;

  private final Loop loop;
  private final List<InetSocketAddress> servers;
  private final List<Client> clients = new ArrayList<>();
  private int connected;

  public Crowd(Loop loop, List<InetSocketAddress> servers) {
    this.loop = loop;
    this.servers = List.copyOf(servers);
  }

  /** Lets it grow to a size; all of them are connected then. */
  public List<Client> grow(int size, Duration atMost) {
    boolean done = loop.run(atMost, now -> open(size), () -> connected == size);
    if (!done) {
      throw new Invalid(
          connected + " of " + size + " clients were let in within " + atMost.toSeconds() + " s");
    }
    return List.copyOf(clients);
  }

  @Override
  public void connected(Client client) {
    connected++;
  }

  private long open(int size) {
    while (clients.size() < size && clients.size() - connected < AT_ONCE) {
      int number = clients.size();
      clients.add(loop.connect(number, servers.get(number % servers.size()), this));
    }
    return Long.MAX_VALUE;
  }
}
