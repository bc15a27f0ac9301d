package io.wsfleet.gateway.bus.redis;

import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.wsfleet.contract.redis.MasterCommands;
import io.wsfleet.gateway.bus.stream.StreamBus;
import io.wsfleet.gateway.bus.stream.StreamSettings;
import io.wsfleet.testing.RedisProcess;
import io.wsfleet.testing.TcpProxy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A master and its replicas behind Services, with the failover that the operator does. */
public final class RedisReplicationGroup implements AutoCloseable {
  private final List<RedisProcess> nodes = new ArrayList<>();
  private final TcpProxy masters;
  private final TcpProxy replicas;
  private RedisProcess master;
  private int term;

  /** This number of servers, the first of which is the master. */
  public RedisReplicationGroup(int count) throws IOException {
    masters = new TcpProxy();
    replicas = new TcpProxy();
    for (int i = 0; i < count; i++) {
      nodes.add(
          RedisProcess.builder().detached().arguments("--repl-diskless-load", "swapdb").build());
    }
    promote(nodes.get(0), nodes.subList(1, count));
    routeReadersToAll();
  }

  public RedisProcess master() {
    return master;
  }

  public List<RedisProcess> replicas() {
    return nodes.stream().filter(node -> node != master).toList();
  }

  public StreamBus gateway(Vertx vertx, String name) {
    return gateway(vertx, name, RedisServers.STREAM_SETTINGS, 0);
  }

  public StreamBus gateway(
      Vertx vertx, String name, StreamSettings settings, long heartbeatMillis) {
    RedisSettings redis =
        RedisServers.productionSettings(name, address(masters), address(replicas), heartbeatMillis);
    return new StreamBus(vertx, redis, settings, new Random(), RedisServers.CLOCK);
  }

  private static HostPort address(TcpProxy proxy) {
    return new HostPort("127.0.0.1", proxy.port());
  }

  /** Routes the connections of readers to this replica. */
  public void routeReadersTo(RedisProcess replica) {
    replicas.forwardTo(List.of(replica.port()));
  }

  /** Sets how many replicas have to acknowledge a message. */
  public void requireReplicas(int count) throws IOException {
    master.rawCommand(MasterCommands.setMinInSyncReplicas(count).toArray(String[]::new));
  }

  /** Promotes the replica with the highest offset. */
  public void failOver() throws IOException {
    List<RedisProcess> others = replicas();
    masters.forwardTo(List.of());
    RedisProcess next = others.get(0);
    long most = -1;
    for (RedisProcess each : others) {
      // Detached from its master its offset is final.
      each.rawCommand("REPLICAOF", "127.0.0.1", "1");
      long offset = Long.parseLong(each.info("slave_repl_offset"));
      if (offset > most) {
        most = offset;
        next = each;
      }
    }
    List<RedisProcess> followers = new ArrayList<>(others);
    followers.remove(next);
    replicas.forwardTo(ports(followers));
    promote(next, followers);
    closeClients(next);
  }

  /** Lets a server follow the master again, and readers connect to it once it has everything. */
  public void rejoin(RedisProcess node) throws IOException {
    follow(node, master);
    closeClients(node);
    routeReadersToAll();
  }

  private void promote(RedisProcess next, List<RedisProcess> followers) throws IOException {
    next.rawCommand("REPLICAOF", "NO", "ONE");
    for (RedisProcess each : followers) {
      follow(each, next);
    }
    master = next;
    term++;
    List<String> startTerm = MasterCommands.startTerm(term, "history" + term, 1);
    String answer = next.rawCommand(startTerm.toArray(String[]::new));
    if (!answer.contains("OK")) {
      throw new IllegalStateException("the term did not start: " + answer);
    }
    masters.forwardTo(List.of(next.port()));
  }

  private static void follow(RedisProcess node, RedisProcess leader) throws IOException {
    node.rawCommand("REPLICAOF", "127.0.0.1", String.valueOf(leader.port()));
  }

  /** Closes all connections, so that clients connect through the Services again. */
  private static void closeClients(RedisProcess node) throws IOException {
    node.rawCommand("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
    node.rawCommand("CLIENT", "KILL", "TYPE", "pubsub");
  }

  /** Routes readers to all replicas, once these have everything. */
  private void routeReadersToAll() {
    String all = String.valueOf(nodes.size() - 1);
    await()
        .until(
            () -> master.pipeline("SET told 1", "WAIT " + all + " 2000").contains("\r\n:" + all));
    replicas.forwardTo(ports(replicas()));
  }

  private static List<Integer> ports(List<RedisProcess> nodes) {
    return nodes.stream().map(RedisProcess::port).sorted().toList();
  }

  @Override
  public void close() throws IOException {
    masters.close();
    replicas.close();
    for (RedisProcess node : nodes) {
      node.close();
    }
  }
}
