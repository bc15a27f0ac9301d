package io.wsfleet.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The event loop of all clients of a run: one selector, run by the calling thread. */
public final class SelectorLoop implements AutoCloseable {

  private static final long MILLI = 1_000_000;

  private final Selector selector;
  private final SelectorTimer timer;
  private final ReadBuffer readBuffer = new ReadBuffer();
  private final List<Client> clients = new ArrayList<>();

  public SelectorLoop() {
    try {
      this.selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.timer = new SelectorTimer(selector);
  }

  /** Starts the connection of a client; its listener is called when it is connected. */
  public Client connect(int number, InetSocketAddress server, MessageListener messageListener) {
    try {
      Client client = Client.open(number, server, messageListener, selector);
      clients.add(client);
      return client;
    } catch (IOException e) {
      throw new InvalidRunException(
          "client " + number + " could not connect to " + server + ": " + e);
    }
  }

  /**
   * Processes reads, writes and the pacer.
   *
   * @return whether the condition was met before the deadline
   */
  public boolean run(Duration atMost, Pacer pacer, BooleanSupplier done) {
    long end = System.nanoTime() + atMost.toNanos();
    while (true) {
      long now = System.nanoTime();
      long due = Math.min(pacer.sendDue(now), end);
      if (done.getAsBoolean()) {
        return true;
      }
      if (now >= end) {
        return false;
      }
      await(due - now, due);
    }
  }

  /** Closes all clients; the loop can be used again. */
  public void closeClients() {
    clients.forEach(Client::close);
    clients.clear();
    select(0);
  }

  @Override
  public void close() {
    closeClients();
    timer.close();
    try {
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void await(long nanos, long due) {
    if (nanos <= 0) {
      select(0);
      return;
    }
    if (nanos < 100 * MILLI) {
      timer.wakeAt(due);
    }
    select(nanos / MILLI + 1);
  }

  private void select(long millis) {
    try {
      if (millis == 0) {
        selector.selectNow(this::onReady);
      } else {
        selector.select(this::onReady, millis);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void onReady(SelectionKey key) {
    Client client = (Client) key.attachment();
    try {
      client.onReady(readBuffer);
    } catch (IOException e) {
      throw new InvalidRunException(client + ": " + e.getMessage());
    }
  }
}
