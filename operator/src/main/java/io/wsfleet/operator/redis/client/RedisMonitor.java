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
 * Keeps an eye on every Redis of every cluster, over one connection to each, and tells when
 * something has changed that a decision could depend on. What it is then is asked anew, by {@link
 * #observe}. All connections share a few threads.
 */
public final class RedisMonitor implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(RedisMonitor.class);

  /** They are not all asked at once, but a part of them in each part of the interval. */
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
   * @param listener told the cluster of which there is news; it must not wait for anything
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

  /** These are its pods from now on; those that are not among them any more are let go. */
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
   * What each of its pods says of itself. All are asked at once, and waited for no longer than an
   * answer may take; those that are known to be silent are not waited for at all.
   */
  public Map<String, RedisState> observe(String cluster) {
    var known = clusters.get(cluster);
    return known == null ? Map.of() : known.observe();
  }

  /** Of this pod, the connection that is there; null where none is. */
  @Nullable RedisConnection connection(String cluster, String pod) {
    var probe = probe(cluster, pod);
    return probe == null ? null : probe.connection();
  }

  /** Asks each of its pods that has an address the same. */
  Map<String, CompletableFuture<List<Object>>> sendToAll(
      String cluster, List<RedisCommand> commands) {
    var pending = new TreeMap<String, CompletableFuture<List<Object>>>();
    var known = clusters.get(cluster);
    if (known != null) {
      known.probes.forEach((pod, probe) -> pending.put(pod, probe.send(commands)));
    }
    return pending;
  }

  /** Another connection to this pod, for what would hold up the watch. */
  CompletableFuture<RedisConnection> openConnection(String cluster, String pod) {
    var known = clusters.get(cluster);
    var probe = probe(cluster, pod);
    return known == null || probe == null
        ? CompletableFuture.failedFuture(new IllegalStateException("it is not watched"))
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

  /** A pause of this process is none of Redis'. */
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
      log.error("The watch over Redis has failed, and goes on", e);
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
        // Each of them is looked at by itself.
        return;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
