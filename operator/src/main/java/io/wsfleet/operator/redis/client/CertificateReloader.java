package io.wsfleet.operator.redis.client;

import io.wsfleet.operator.tls.Certificates;
import io.wsfleet.operator.tls.ReloadSchedule;
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
 * Has each Redis serve the certificate of the Secret, in the background. Every few seconds it
 * compares the served certificate with the Secret, and when {@link ReloadSchedule} says so it makes
 * a Redis read its files again.
 */
public final class CertificateReloader implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(CertificateReloader.class);

  private static final int THREADS = 4;
  private static final Duration TIMEOUT = Duration.ofSeconds(1);

  /**
   * Setting one of the files makes Redis read all three. Redis 6.2 accepts one setting at a time.
   */
  private static final RedisCommand RELOAD_COMMAND =
      RedisCommand.of(
          "CONFIG", "SET", "tls-cert-file", TlsSecret.MOUNT_PATH + "/" + TlsSecret.CERTIFICATE);

  private final RedisMonitor monitor;
  private final BooleanSupplier holdsLease;
  private final ReloadSchedule reloadSchedule;
  private final Duration checkInterval;
  private final RedisCommand reloadCommand;
  private final Clock clock;
  private final ScheduledThreadPoolExecutor scheduler;
  private final Map<String, ClusterCertificates> clusters = new ConcurrentHashMap<>();

  /**
   * @param holdsLease whether this operator still holds its Lease
   * @param checkInterval how often the served certificates are compared
   */
  public CertificateReloader(
      RedisMonitor monitor,
      BooleanSupplier holdsLease,
      ReloadSchedule reloadSchedule,
      Duration checkInterval,
      Clock clock) {
    this(monitor, holdsLease, reloadSchedule, checkInterval, RELOAD_COMMAND, clock);
  }

  CertificateReloader(
      RedisMonitor monitor,
      BooleanSupplier holdsLease,
      ReloadSchedule reloadSchedule,
      Duration checkInterval,
      RedisCommand reloadCommand,
      Clock clock) {
    this.monitor = monitor;
    this.holdsLease = holdsLease;
    this.reloadSchedule = reloadSchedule;
    this.checkInterval = checkInterval;
    this.reloadCommand = reloadCommand;
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

  /** From now on these pods must serve these certificates. */
  public void update(
      String cluster, Collection<RedisPod> pods, int port, Certificates certificates) {
    clusters.computeIfAbsent(cluster, ClusterCertificates::new).update(pods, port, certificates);
  }

  public void forget(String cluster) {
    var clusterCertificates = clusters.remove(cluster);
    if (clusterCertificates != null) {
      clusterCertificates.checkTask.cancel(false);
    }
  }

  /**
   * The content of its Secret when it was last read; null without TLS, or if it was not read yet.
   */
  public @Nullable Certificates certificates(String cluster) {
    var clusterCertificates = clusters.get(cluster);
    return clusterCertificates == null ? null : clusterCertificates.certificates;
  }

  /** By pod, why a Redis has served another certificate for too long. */
  public Map<String, String> overdue(String cluster) {
    var clusterCertificates = clusters.get(cluster);
    return clusterCertificates == null ? Map.of() : clusterCertificates.overdue();
  }

  @Override
  public void close() {
    scheduler.shutdownNow();
  }

  /** The state of one pod since the Secret has its present content. */
  private static final class PodCertificate {
    private final RedisPod pod;
    private final Certificates certificates;
    private final Instant changedAt;
    private volatile @Nullable Instant lastReload;
    private volatile boolean isServed;
    private boolean isLogged;
    private volatile String reloadError = "";
    private volatile String mismatch = "it was not checked yet";

    PodCertificate(RedisPod pod, Certificates certificates, Instant changedAt) {
      this.pod = pod;
      this.certificates = certificates;
      this.changedAt = changedAt;
    }

    ReloadSchedule.ReloadState reloadState() {
      return new ReloadSchedule.ReloadState(isServed, changedAt, lastReload);
    }
  }

  private final class ClusterCertificates {
    private final String name;
    private final Map<String, PodCertificate> pods = new ConcurrentHashMap<>();
    private final ScheduledFuture<?> checkTask;
    private volatile Certificates certificates = Certificates.NONE;
    private volatile int port;

    ClusterCertificates(String name) {
      this.name = name;
      this.checkTask =
          scheduler.scheduleWithFixedDelay(
              this::check,
              checkInterval.toMillis(),
              checkInterval.toMillis(),
              TimeUnit.MILLISECONDS);
    }

    void update(Collection<RedisPod> podsNow, int portNow, Certificates now) {
      port = portNow;
      certificates = now;
      if (now.certificate() == null) {
        return;
      }
      pods.values().removeIf(podCertificate -> !podsNow.contains(podCertificate.pod));
      podsNow.stream()
          .filter(pod -> !pod.address().isEmpty())
          .forEach(
              pod ->
                  pods.compute(
                      pod.pod(),
                      (any, podCertificate) ->
                          podCertificate != null
                                  && podCertificate.pod.equals(pod)
                                  && podCertificate.certificates.equals(now)
                              ? podCertificate
                              : new PodCertificate(pod, now, clock.instant())));
    }

    Map<String, String> overdue() {
      var overdue = new TreeMap<String, String>();
      pods.values().stream()
          .filter(
              podCertificate ->
                  reloadSchedule.isOverdue(podCertificate.reloadState(), clock.instant()))
          .forEach(
              podCertificate ->
                  overdue.put(
                      podCertificate.pod.pod(),
                      podCertificate.reloadError.isEmpty()
                          ? podCertificate.mismatch
                          : podCertificate.mismatch
                              + ", and cannot read its files: "
                              + podCertificate.reloadError));
      return overdue;
    }

    private void check() {
      try {
        pods.values().forEach(this::check);
      } catch (RuntimeException e) {
        log.error("{}: checking the served certificates failed; retrying", name, e);
      }
    }

    /** A Redis that does not answer is left to the failover. */
    private void check(PodCertificate podCertificate) {
      var redisConnection = monitor.connection(name, podCertificate.pod.pod());
      if (redisConnection == null) {
        return;
      }
      podCertificate.isServed = isServed(podCertificate);
      logServed(podCertificate);
      var now = clock.instant();
      if (reloadSchedule.isReloadDue(podCertificate.reloadState(), now)
          && holdsLease.getAsBoolean()) {
        podCertificate.lastReload = now;
        reload(podCertificate, redisConnection);
      }
    }

    private boolean isServed(PodCertificate podCertificate) {
      try {
        X509Certificate served =
            ServedCertificate.fetch(podCertificate.pod.address(), port, TIMEOUT);
        if (served.equals(podCertificate.certificates.certificate())) {
          return true;
        }
        podCertificate.mismatch =
            "it serves a certificate that is valid until " + served.getNotAfter().toInstant();
      } catch (IOException e) {
        podCertificate.mismatch = "a connection fails: " + e.getMessage();
      }
      return false;
    }

    private void logServed(PodCertificate podCertificate) {
      var expected = podCertificate.certificates.certificate();
      if (podCertificate.isServed && !podCertificate.isLogged && expected != null) {
        podCertificate.isLogged = true;
        log.info(
            "{}: the Redis of {} serves the certificate of the Secret, which is valid until {}",
            name,
            podCertificate.pod.pod(),
            expected.getNotAfter().toInstant());
      }
    }

    private void reload(PodCertificate podCertificate, RedisConnection redisConnection) {
      try {
        redisConnection.send(List.of(reloadCommand)).get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        podCertificate.reloadError = "";
        log.debug(
            "{}: the Redis of {} has read its certificate files again",
            name,
            podCertificate.pod.pod());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (TimeoutException | ExecutionException e) {
        var reloadError = String.valueOf(e.getCause() == null ? e : e.getCause().getMessage());
        if (!reloadError.equals(podCertificate.reloadError)) {
          log.warn(
              "{}: the Redis of {} cannot read its files: {}",
              name,
              podCertificate.pod.pod(),
              reloadError);
        }
        podCertificate.reloadError = reloadError;
      }
    }
  }
}
