package io.wsfleet.operator.redis.client;

import io.wsfleet.operator.redis.failover.RedisState;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls every Redis of every cluster, over one connection to each, and notifies a listener about
 * changes that a decision may depend on. {@link #observe} then requests the present state. All
 * connections share a few threads. Thread-safe.
 */
public final class RedisMonitor implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(RedisMonitor.class);

  /** The probes are spread over this many parts of the interval. */
  private static final int SLOTS = 10;

  private final MonitorSettings settings;
  private final Consumer<String> listener;
  private final Clock clock;
  private final LongSupplier nanoTime;
  private final RedisConnector redisConnector;
  private final Semaphore connectPermits;
  private final ScheduledThreadPoolExecutor scheduler;
  private final Map<String, MonitoredCluster> clusters = new ConcurrentHashMap<>();
  private final List<Map<RedisProbe, Boolean>> slots;
  private int slot;
  private int nextSlot;
  private long lastTick;

  /**
   * @param listener called with the cluster whose Redis has changed; it must not block
   */
  public RedisMonitor(
      MonitorSettings settings, Consumer<String> listener, Clock clock, LongSupplier nanoTime) {
    this.settings = settings;
    this.listener = listener;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.connectPermits = new Semaphore(settings.maxConcurrentConnects());
    this.redisConnector = new RedisConnector(settings.threads(), settings.reconnectAfter());
    this.slots =
        java.util.stream.Stream.generate(ConcurrentHashMap<RedisProbe, Boolean>::new)
            .limit(SLOTS)
            .<Map<RedisProbe, Boolean>>map(m -> m)
            .toList();
    this.scheduler = scheduler();
    this.lastTick = nanoTime.getAsLong();
    long pause = settings.interval().toNanos() / SLOTS;
    scheduler.scheduleWithFixedDelay(this::tick, pause, pause, TimeUnit.NANOSECONDS);
  }

  private static ScheduledThreadPoolExecutor scheduler() {
    var scheduler =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              var thread = new Thread(task, "redis-monitor");
              thread.setDaemon(true);
              return thread;
            });
    scheduler.setRemoveOnCancelPolicy(true);
    scheduler.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    return scheduler;
  }

  /** Replaces the pods of a cluster. Connections to pods that are no longer listed are closed. */
  public void update(String cluster, Collection<RedisPod> pods, RedisAccess access) {
    clusters.compute(
        cluster,
        (name, known) -> {
          var kept = known == null ? new MonitoredCluster(name, access) : known;
          kept.update(pods, access);
          return kept;
        });
  }

  public void forget(String cluster) {
    clusters.computeIfPresent(
        cluster,
        (name, known) -> {
          known.update(List.of(), known.access);
          return null;
        });
  }

  /**
   * Requests the state of each pod, of all at the same time and within the reply timeout. Those
   * that are known to be unreachable are not waited for.
   */
  public Map<String, RedisState> observe(String cluster) {
    var known = clusters.get(cluster);
    return known == null ? Map.of() : known.observe();
  }

  /** The open connection to this pod; null if there is none. */
  @Nullable RedisConnection connection(String cluster, String pod) {
    var probe = probe(cluster, pod);
    return probe == null ? null : probe.connection();
  }

  /** Sends the same commands to each pod that has an address. */
  Map<String, CompletableFuture<List<Object>>> sendToAll(
      String cluster, List<RedisCommand> commands) {
    var pending = new TreeMap<String, CompletableFuture<List<Object>>>();
    var known = clusters.get(cluster);
    if (known != null) {
      known.probes.forEach((pod, probe) -> pending.put(pod, probe.send(commands)));
    }
    return pending;
  }

  /** Opens another connection to this pod, for commands that would delay the polls. */
  CompletableFuture<RedisConnection> openConnection(String cluster, String pod) {
    var known = clusters.get(cluster);
    var probe = probe(cluster, pod);
    return known == null || probe == null
        ? CompletableFuture.failedFuture(new IllegalStateException("The pod is not monitored"))
        : redisConnector.connect(probe.pod().address(), known.access);
  }

  int port(String cluster) {
    var known = clusters.get(cluster);
    return known == null ? 0 : known.access.port();
  }

  MonitorSettings settings() {
    return settings;
  }

  @Override
  public void close() {
    List.copyOf(clusters.keySet()).forEach(this::forget);
    scheduler.shutdownNow();
    redisConnector.close();
  }

  private @Nullable RedisProbe probe(String cluster, String pod) {
    var known = clusters.get(cluster);
    return known == null ? null : known.probes.get(pod);
  }

  /** A pause of this process must not count as an outage of Redis. */
  private void tick() {
    try {
      long now = nanoTime.getAsLong();
      long late = now - lastTick - settings.interval().toNanos();
      lastTick = now;
      if (late > 0) {
        slots.forEach(s -> s.keySet().forEach(w -> w.shiftDeadlines(late)));
      }
      slot = (slot + 1) % SLOTS;
      slots.get(slot).keySet().forEach(RedisProbe::tick);
    } catch (RuntimeException e) {
      log.error("Polling Redis failed; retrying", e);
    }
  }

  private Instant wallTime(long nanos) {
    return clock.instant().minusNanos(nanoTime.getAsLong() - nanos);
  }

  private final class MonitoredCluster {
    private final Debouncer debouncer;
    private final Map<String, RedisProbe> probes = new ConcurrentHashMap<>();
    private volatile List<String> withoutAddress = List.of();
    private volatile RedisAccess access;

    MonitoredCluster(String name, RedisAccess access) {
      this.debouncer =
          new Debouncer(
              scheduler, nanoTime, settings.minNotifyInterval(), () -> listener.accept(name));
      this.access = access;
    }

    void update(Collection<RedisPod> podsNow, RedisAccess accessNow) {
      access = accessNow;
      withoutAddress =
          podsNow.stream().filter(p -> p.address().isEmpty()).map(RedisPod::pod).toList();
      for (RedisProbe probe : List.copyOf(probes.values())) {
        if (!podsNow.contains(probe.pod())) {
          probes.remove(probe.pod().pod());
          slots.forEach(s -> s.remove(probe));
          probe.close();
        }
      }
      for (RedisPod pod : podsNow) {
        if (!pod.address().isEmpty() && !probes.containsKey(pod.pod())) {
          startProbe(pod);
        }
      }
    }

    private void startProbe(RedisPod pod) {
      var dependencies =
          new RedisProbe.Dependencies(
              redisConnector,
              connectPermits,
              settings,
              scheduler,
              nanoTime,
              RedisMonitor.this::wallTime);
      var probe = new RedisProbe(dependencies, pod, () -> access, debouncer);
      probes.put(pod.pod(), probe);
      nextSlot = (nextSlot + 1) % SLOTS;
      slots.get(nextSlot).put(probe, true);
      probe.tick();
    }

    Map<String, RedisState> observe() {
      var pending = new HashMap<String, RedisProbe.PendingProbe>();
      probes.forEach((pod, probe) -> pending.put(pod, probe.probe()));
      await(
          CompletableFuture.allOf(
              pending.values().stream()
                  .map(RedisProbe.PendingProbe::state)
                  .toArray(CompletableFuture<?>[]::new)));
      var states = new HashMap<String, RedisState>();
      withoutAddress.forEach(pod -> states.put(pod, new RedisState.NotStarted()));
      pending.forEach((pod, pendingProbe) -> states.put(pod, pendingProbe.result()));
      return states;
    }

    private void await(CompletableFuture<Void> all) {
      try {
        all.get(settings.replyTimeout().toNanos(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException | ExecutionException e) {
        // Each reply is checked by itself.
        return;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
