package io.wsfleet.local.kubelet;

import io.wsfleet.local.api.Registry;
import io.wsfleet.local.api.WriteOptions;
import io.wsfleet.local.model.Kinds;
import io.wsfleet.local.model.Resource;
import io.wsfleet.local.model.StatusException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Runs each pod of the cluster as processes of this machine. Called by one thread. */
public final class Kubelet implements AutoCloseable {
  private static final WriteOptions STATUS_WRITE = WriteOptions.by("kubelet").toStatus();

  private final HostRuntime hostRuntime;
  private final PodIpAllocator addresses;
  private final InstantSource clock;
  private final Map<String, PodWorker> workers = new HashMap<>();
  private boolean stopping;

  public Kubelet(
      Registry registry,
      ProgramCatalog programCatalog,
      PodDirectories podDirectories,
      ProcessGuard processGuard,
      String addressPrefix,
      InstantSource clock) {
    PodEventRecorder events = new PodEventRecorder(registry, clock);
    this.hostRuntime =
        new HostRuntime(
            registry, programCatalog, podDirectories, processGuard, new ProbeExecutor(), events);
    this.addresses = new PodIpAllocator(addressPrefix);
    this.clock = clock;
  }

  /** Reconciles every pod once. */
  public synchronized void sync() {
    Instant now = clock.instant();
    Map<String, Resource> desired = new HashMap<>();
    hostRuntime.registry().list(Kinds.POD, "").forEach(pod -> desired.put(pod.uid(), pod));
    for (Resource pod : desired.values()) {
      PodWorker run = workers.get(pod.uid());
      if (run == null && !stopping && !pod.isDeleting() && addresses.hasFree()) {
        run = new PodWorker(pod, addresses.allocate(), hostRuntime);
        workers.put(pod.uid(), run);
      }
      if (run == null) {
        confirmDeletion(pod);
      } else {
        sync(run, pod, now);
      }
    }
    stopDeletedPods(desired);
    hostRuntime.podDirectories().rotateLongLogs();
    hostRuntime.podDirectories().deleteUnclaimedVolumes(claimedVolumes());
  }

  /** Ends all processes: SIGTERM first, SIGKILL when the time is over. */
  public void stop(Duration time) throws InterruptedException {
    synchronized (this) {
      stopping = true;
    }
    Instant end = clock.instant().plus(time);
    while (!stopAll(clock.instant().isAfter(end))) {
      Thread.sleep(20);
    }
  }

  @Override
  public void close() {
    hostRuntime.checks().close();
  }

  private synchronized boolean stopAll(boolean timeIsOver) {
    boolean none = true;
    for (PodWorker run : workers.values()) {
      none &= run.stop(timeIsOver);
    }
    return none;
  }

  private void sync(PodWorker run, Resource pod, Instant now) {
    if (pod.isDeleting()) {
      Duration grace = Duration.ofSeconds(pod.number("/metadata/deletionGracePeriodSeconds", 0));
      if (run.terminate(now, grace)) {
        workers.remove(pod.uid());
        removePod(run);
        confirmDeletion(pod);
        return;
      }
    }
    run.sync(now);
    if (!run.status(pod, now).equals(pod.at("/status"))) {
      updateStatus(run, pod, now);
    }
  }

  private Set<String> claimedVolumes() {
    return hostRuntime.registry().list(Kinds.PERSISTENT_VOLUME_CLAIM, "").stream()
        .map(claim -> claim.text("/spec/volumeName"))
        .collect(Collectors.toSet());
  }

  /** Kills pods that were deleted without a grace period. */
  private void stopDeletedPods(Map<String, Resource> desired) {
    Iterator<Map.Entry<String, PodWorker>> each = workers.entrySet().iterator();
    while (each.hasNext()) {
      Map.Entry<String, PodWorker> entry = each.next();
      if (!desired.containsKey(entry.getKey()) && entry.getValue().stop(true)) {
        each.remove();
        removePod(entry.getValue());
      }
    }
  }

  private void removePod(PodWorker run) {
    addresses.release(run.address());
    hostRuntime.podDirectories().delete(run.pod());
  }

  private void confirmDeletion(Resource pod) {
    if (pod.isDeleting()) {
      try {
        hostRuntime.registry().delete(pod.ref(), Duration.ZERO, false);
      } catch (StatusException e) {
        // It is gone already, which is what was wanted.
      }
    }
  }

  /** From the pod as it is at that moment: others set conditions meanwhile. */
  private void updateStatus(PodWorker run, Resource pod, Instant now) {
    try {
      hostRuntime
          .registry()
          .update(
              pod.ref(),
              object -> {
                Resource there = new Resource(Kinds.POD, object);
                if (there.uid().equals(pod.uid())) {
                  object.set("status", run.status(there, now));
                }
                return object;
              },
              STATUS_WRITE);
    } catch (StatusException e) {
      // It is gone; the next look stops what still runs of it.
    }
  }
}
