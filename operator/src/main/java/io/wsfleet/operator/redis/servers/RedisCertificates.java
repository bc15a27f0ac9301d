package io.wsfleet.operator.redis.servers;

import io.wsfleet.operator.tls.Certificates;
import io.wsfleet.operator.tls.Renewal;
import io.wsfleet.operator.tls.TlsSecret;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that each Redis serves the certificate that the Secret has now, beside everything
 * else: it looks at what is served every few seconds, and tells a Redis to read its files anew
 * where {@link Renewal} says so.
 */
public final class RedisCertificates implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(RedisCertificates.class);

  private static final int THREADS = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /** Any of the files makes Redis read all three; Redis 6.2 sets one thing at a time. */
  private static final Command READ_ANEW =
      Command.of("CONFIG", "SET", "tls-cert-file", TlsSecret.FOLDER + "/" + TlsSecret.CERTIFICATE);

  private final RedisWatch watch;
  private final BooleanSupplier mayAct;
  private final Renewal renewal;
  private final Duration every;
  private final Command readAnew;
  private final Clock clock;
  private final ScheduledThreadPoolExecutor scheduler;
  private final Map<String, Cluster> clusters = new ConcurrentHashMap<>();

  /**
   * @param mayAct whether this operator still holds its Lease
   * @param every how often it is looked at what is served
   */
  public RedisCertificates(
      RedisWatch watch, BooleanSupplier mayAct, Renewal renewal, Duration every, Clock clock) {
    this(watch, mayAct, renewal, every, READ_ANEW, clock);
  }

  RedisCertificates(
      RedisWatch watch,
      BooleanSupplier mayAct,
      Renewal renewal,
      Duration every,
      Command readAnew,
      Clock clock) {
    this.watch = watch;
    this.mayAct = mayAct;
    this.renewal = renewal;
    this.every = every;
    this.readAnew = readAnew;
    this.clock = clock;
    this.scheduler =
        new ScheduledThreadPoolExecutor(
            THREADS,
            task -> {
              var thread = new Thread(task, "redis-certificates");
              thread.setDaemon(true);
              return thread;
            });
    scheduler.setRemoveOnCancelPolicy(true);
  }

  /** This is to be served by these pods from now on. */
  public void keep(String cluster, Collection<RedisPod> pods, int port, Certificates wanted) {
    clusters.computeIfAbsent(cluster, Cluster::new).keep(pods, port, wanted);
  }

  public void forget(String cluster) {
    var known = clusters.remove(cluster);
    if (known != null) {
      known.looking.cancel(false);
    }
  }

  /**
   * What its Secret says, as it was last read; null where there is none, or it was not yet read.
   */
  public @Nullable Certificates wanted(String cluster) {
    var known = clusters.get(cluster);
    return known == null ? null : known.wanted;
  }

  /** Why, by pod, where what is served is not what it should be, and has not been for too long. */
  public Map<String, String> late(String cluster) {
    var known = clusters.get(cluster);
    return known == null ? Map.of() : known.late();
  }

  @Override
  public void close() {
    scheduler.shutdownNow();
  }

  /** What is remembered of one pod, since the Secret has the content that it has. */
  private static final class Seen {
    private final RedisPod pod;
    private final Certificates wanted;
    private final Instant since;
    private volatile @Nullable Instant told;
    private volatile boolean serves;
    private boolean wasSaid;
    private volatile String refusal = "";
    private volatile String why = "it has not been asked yet";

    Seen(RedisPod pod, Certificates wanted, Instant since) {
      this.pod = pod;
      this.wanted = wanted;
      this.since = since;
    }

    Renewal.Seen facts() {
      return new Renewal.Seen(serves, since, told);
    }
  }

  private final class Cluster {
    private final String name;
    private final Map<String, Seen> pods = new ConcurrentHashMap<>();
    private final ScheduledFuture<?> looking;
    private volatile Certificates wanted = Certificates.NONE;
    private volatile int port;

    Cluster(String name) {
      this.name = name;
      this.looking =
          scheduler.scheduleWithFixedDelay(
              this::look, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    }

    void keep(Collection<RedisPod> listed, int portNow, Certificates now) {
      port = portNow;
      wanted = now;
      if (now.served() == null) {
        return;
      }
      pods.values().removeIf(seen -> !listed.contains(seen.pod));
      listed.stream()
          .filter(pod -> !pod.address().isEmpty())
          .forEach(
              pod ->
                  pods.compute(
                      pod.pod(),
                      (any, seen) ->
                          seen != null && seen.pod.equals(pod) && seen.wanted.equals(now)
                              ? seen
                              : new Seen(pod, now, clock.instant())));
    }

    Map<String, String> late() {
      var late = new TreeMap<String, String>();
      pods.values().stream()
          .filter(seen -> renewal.isLate(seen.facts(), clock.instant()))
          .forEach(
              seen ->
                  late.put(
                      seen.pod.pod(),
                      seen.refusal.isEmpty()
                          ? seen.why
                          : seen.why + ", and cannot read its files: " + seen.refusal));
      return late;
    }

    private void look() {
      try {
        pods.values().forEach(this::look);
      } catch (RuntimeException e) {
        log.error("{}: looking at what its Redis serve has failed, and goes on", name, e);
      }
    }

    /** One that does not answer at all is the failover's business. */
    private void look(Seen seen) {
      var line = watch.line(name, seen.pod.pod());
      if (line == null) {
        return;
      }
      seen.serves = serves(seen);
      say(seen);
      var now = clock.instant();
      if (renewal.isToBeTold(seen.facts(), now) && mayAct.getAsBoolean()) {
        seen.told = now;
        tell(seen, line);
      }
    }

    private boolean serves(Seen seen) {
      try {
        X509Certificate served = ServedCertificate.at(seen.pod.address(), port, PATIENCE);
        if (served.equals(seen.wanted.served())) {
          return true;
        }
        seen.why = "it serves one that is valid until " + served.getNotAfter().toInstant();
      } catch (IOException e) {
        seen.why = "a connection to it fails, " + e.getMessage();
      }
      return false;
    }

    private void say(Seen seen) {
      var wants = seen.wanted.served();
      if (seen.serves && !seen.wasSaid && wants != null) {
        seen.wasSaid = true;
        log.info(
            "{}: the Redis of {} serves the certificate that is valid until {}",
            name,
            seen.pod.pod(),
            wants.getNotAfter().toInstant());
      }
    }

    private void tell(Seen seen, Line line) {
      try {
        line.ask(List.of(readAnew)).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        seen.refusal = "";
        log.debug("{}: the Redis of {} has read its certificates", name, seen.pod.pod());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (TimeoutException | ExecutionException e) {
        var refusal = String.valueOf(e.getCause() == null ? e : e.getCause().getMessage());
        if (!refusal.equals(seen.refusal)) {
          log.warn("{}: the Redis of {} cannot read its files: {}", name, seen.pod.pod(), refusal);
        }
        seen.refusal = refusal;
      }
    }
  }
}
