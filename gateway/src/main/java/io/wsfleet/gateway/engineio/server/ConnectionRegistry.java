package io.wsfleet.gateway.engineio.server;

import io.vertx.core.Vertx;
import io.wsfleet.gateway.engineio.protocol.CloseReason;
import io.wsfleet.gateway.limits.AddressCounter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The connections of this gateway by session id: the open ones, and those that are closed and whose
 * client has to be told so by its next request. All methods may be called from any thread.
 */
public final class ConnectionRegistry {
  private static final long CLOSING_MILLIS = 30_000;

  private final Vertx vertx;
  private final int maxConnections;
  private final AddressCounter addressCounter;
  private final TransportCounters counters;
  private final Map<String, Connection> open = new ConcurrentHashMap<>();
  private final Map<String, Connection> closing = new ConcurrentHashMap<>();

  public ConnectionRegistry(
      Vertx vertx, int maxConnections, int maxPerAddress, TransportCounters counters) {
    this.vertx = vertx;
    this.maxConnections = maxConnections;
    this.addressCounter = new AddressCounter(maxPerAddress);
    this.counters = counters;
  }

  public void add(Connection connection) {
    open.put(connection.sid(), connection);
    addressCounter.increment(connection.handshake().address());
    counters.accepted.increment();
  }

  /** The open or closing connection with this session id. */
  @Nullable
  public Connection find(String sid) {
    Connection connection = open.get(sid);
    return connection != null ? connection : closing.get(sid);
  }

  /** Keeps a closed connection until its client has been told, at most 30 s. */
  public void addClosing(Connection connection) {
    closing.put(connection.sid(), connection);
    vertx.setTimer(CLOSING_MILLIS, timer -> removeClosing(connection));
  }

  public void removeClosing(Connection connection) {
    closing.remove(connection.sid());
  }

  void remove(Connection connection, CloseReason reason) {
    if (open.remove(connection.sid()) != null) {
      addressCounter.decrement(connection.handshake().address());
      counters.count(reason);
    }
  }

  /** Whether the maximum number of connections is reached. */
  public boolean isFull() {
    return open.size() + closing.size() >= maxConnections;
  }

  /** Whether the maximum number of connections of this address is reached. */
  public boolean isFull(String address) {
    return addressCounter.isFull(address);
  }

  /** The number of open connections. */
  public int size() {
    return open.size();
  }

  /** For each open connection an action that closes it so that its client reconnects at once. */
  public List<Runnable> closers(CloseReason reason) {
    return open.values().stream()
        .<Runnable>map(each -> () -> each.closeGracefully(reason))
        .toList();
  }
}
