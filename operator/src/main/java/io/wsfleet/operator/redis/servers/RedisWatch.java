package io.wsfleet.operator.redis.servers;

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
public final class RedisWatch implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(RedisWatch.class);

  /** They are not all asked at once, but a part of them in each part of the interval. */
  private static final int SLOTS = 10;

  private final WatchSettings settings;
  private final Consumer<String> listener;
  private final Clock clock;
  private final LongSupplier nanoTime;
  private final Wire wire;
  private final Semaphore admission;
  private final ScheduledThreadPoolExecutor scheduler;
  private final Map<String, Cluster> clusters = new ConcurrentHashMap<>();
  private final List<Map<Watched, Boolean>> slots;
  private int slot;
  private int nextSlot;
  private long lastTick;

  /**
   * @param listener told the cluster of which there is news; it must not wait for anything
   */
  public RedisWatch(
      WatchSettings settings, Consumer<String> listener, Clock clock, LongSupplier nanoTime) {
    this.settings = settings;
    this.listener = listener;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.admission = new Semaphore(settings.beginning());
    this.wire = new Wire(settings.threads(), settings.abandon());
    this.slots =
        java.util.stream.Stream.generate(ConcurrentHashMap<Watched, Boolean>::new)
            .limit(SLOTS)
            .<Map<Watched, Boolean>>map(m -> m)
            .toList();
    this.scheduler = scheduler();
    this.lastTick = nanoTime.getAsLong();
    long pause = settings.every().toNanos() / SLOTS;
    scheduler.scheduleWithFixedDelay(this::tick, pause, pause, TimeUnit.NANOSECONDS);
  }

  private static ScheduledThreadPoolExecutor scheduler() {
    var scheduler =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              var thread = new Thread(task, "redis-watch");
              thread.setDaemon(true);
              return thread;
            });
    scheduler.setRemoveOnCancelPolicy(true);
    scheduler.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    return scheduler;
  }

  /** These are its pods from now on; those that are not among them any more are let go. */
  public void keep(String cluster, Collection<RedisPod> pods, RedisAccess access) {
    clusters.compute(
        cluster,
        (name, known) -> {
          var kept = known == null ? new Cluster(name, access) : known;
          kept.keep(pods, access);
          return kept;
        });
  }

  public void forget(String cluster) {
    clusters.computeIfPresent(
        cluster,
        (name, known) -> {
          known.keep(List.of(), known.access);
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
  @Nullable Line line(String cluster, String pod) {
    var watched = watched(cluster, pod);
    return watched == null ? null : watched.line();
  }

  /** Asks each of its pods that has an address the same. */
  Map<String, CompletableFuture<List<Object>>> ask(String cluster, List<Command> commands) {
    var asked = new TreeMap<String, CompletableFuture<List<Object>>>();
    var known = clusters.get(cluster);
    if (known != null) {
      known.pods.forEach((pod, watched) -> asked.put(pod, watched.ask(commands)));
    }
    return asked;
  }

  /** Another connection to this pod, for what would hold up the watch. */
  CompletableFuture<Line> another(String cluster, String pod) {
    var known = clusters.get(cluster);
    var watched = watched(cluster, pod);
    return known == null || watched == null
        ? CompletableFuture.failedFuture(new IllegalStateException("it is not watched"))
        : wire.connect(watched.pod().address(), known.access);
  }

  int port(String cluster) {
    var known = clusters.get(cluster);
    return known == null ? 0 : known.access.port();
  }

  WatchSettings settings() {
    return settings;
  }

  @Override
  public void close() {
    List.copyOf(clusters.keySet()).forEach(this::forget);
    scheduler.shutdownNow();
    wire.close();
  }

  private @Nullable Watched watched(String cluster, String pod) {
    var known = clusters.get(cluster);
    return known == null ? null : known.pods.get(pod);
  }

  /** A pause of this process is none of Redis'. */
  private void tick() {
    try {
      long now = nanoTime.getAsLong();
      long late = now - lastTick - settings.every().toNanos();
      lastTick = now;
      if (late > 0) {
        slots.forEach(s -> s.keySet().forEach(w -> w.excuse(late)));
      }
      slot = (slot + 1) % SLOTS;
      slots.get(slot).keySet().forEach(Watched::tick);
    } catch (RuntimeException e) {
      log.error("The watch over Redis has failed, and goes on", e);
    }
  }

  private Instant wallTime(long nanos) {
    return clock.instant().minusNanos(nanoTime.getAsLong() - nanos);
  }

  private final class Cluster {
    private final Bell bell;
    private final Map<String, Watched> pods = new ConcurrentHashMap<>();
    private volatile List<String> withoutAddress = List.of();
    private volatile RedisAccess access;

    Cluster(String name, RedisAccess access) {
      this.bell = new Bell(scheduler, nanoTime, settings.lull(), () -> listener.accept(name));
      this.access = access;
    }

    void keep(Collection<RedisPod> listed, RedisAccess accessNow) {
      access = accessNow;
      withoutAddress =
          listed.stream().filter(p -> p.address().isEmpty()).map(RedisPod::pod).toList();
      for (Watched watched : List.copyOf(pods.values())) {
        if (!listed.contains(watched.pod())) {
          pods.remove(watched.pod().pod());
          slots.forEach(s -> s.remove(watched));
          watched.end();
        }
      }
      for (RedisPod pod : listed) {
        if (!pod.address().isEmpty() && !pods.containsKey(pod.pod())) {
          begin(pod);
        }
      }
    }

    private void begin(RedisPod pod) {
      var around =
          new Watched.Surroundings(
              wire, admission, settings, scheduler, nanoTime, RedisWatch.this::wallTime);
      var watched = new Watched(around, pod, () -> access, bell);
      pods.put(pod.pod(), watched);
      nextSlot = (nextSlot + 1) % SLOTS;
      slots.get(nextSlot).put(watched, true);
      watched.tick();
    }

    Map<String, RedisState> observe() {
      var asked = new HashMap<String, Watched.Inquiry>();
      pods.forEach((pod, watched) -> asked.put(pod, watched.inquire()));
      await(
          CompletableFuture.allOf(
              asked.values().stream()
                  .map(Watched.Inquiry::said)
                  .toArray(CompletableFuture<?>[]::new)));
      var said = new HashMap<String, RedisState>();
      withoutAddress.forEach(pod -> said.put(pod, new RedisState.NotStarted()));
      asked.forEach((pod, inquiry) -> said.put(pod, inquiry.outcome()));
      return said;
    }

    private void await(CompletableFuture<Void> all) {
      try {
        all.get(settings.answer().toNanos(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException | ExecutionException e) {
        // Each of them is looked at by itself.
        return;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
