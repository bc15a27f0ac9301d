package io.wsfleet.local.kubelet;

import io.wsfleet.local.api.ApiFailure;
import io.wsfleet.local.api.Cluster;
import io.wsfleet.local.api.Write;
import io.wsfleet.local.model.Kinds;
import io.wsfleet.local.model.Resource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Runs every pod of the cluster as processes. Called by one thread. */
public final class Kubelet implements AutoCloseable {
  private static final Write BY_US = Write.by("kubelet").toStatus();

  private final Machine machine;
  private final PodAddresses addresses;
  private final InstantSource clock;
  private final Map<String, PodRun> running = new HashMap<>();
  private boolean stopping;

  public Kubelet(
      Cluster cluster,
      Programs programs,
      Folders folders,
      Leash leash,
      String addressPrefix,
      InstantSource clock) {
    PodEvents events = new PodEvents(cluster, clock);
    this.machine = new Machine(cluster, programs, folders, leash, new HealthChecks(), events);
    this.addresses = new PodAddresses(addressPrefix);
    this.clock = clock;
  }

  /** Looks at every pod once. */
  public synchronized void look() {
    Instant now = clock.instant();
    Map<String, Resource> wanted = new HashMap<>();
    machine.cluster().list(Kinds.POD, "").forEach(pod -> wanted.put(pod.uid(), pod));
    for (Resource pod : wanted.values()) {
      PodRun run = running.get(pod.uid());
      if (run == null && !stopping && !pod.isDeleting() && addresses.any()) {
        run = new PodRun(pod, addresses.take(), machine);
        running.put(pod.uid(), run);
      }
      if (run == null) {
        finish(pod);
      } else {
        look(run, pod, now);
      }
    }
    stopVanished(wanted);
    machine.folders().shortenLogs();
    machine.folders().keepClaims(volumes());
  }

  /** Ends all processes: asks them, and makes those that are left when the time is over. */
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
    machine.checks().close();
  }

  private synchronized boolean stopAll(boolean timeIsOver) {
    boolean none = true;
    for (PodRun run : running.values()) {
      none &= run.stop(timeIsOver);
    }
    return none;
  }

  private void look(PodRun run, Resource pod, Instant now) {
    if (pod.isDeleting()) {
      Duration grace = Duration.ofSeconds(pod.number("/metadata/deletionGracePeriodSeconds", 0));
      if (run.end(now, grace)) {
        running.remove(pod.uid());
        forget(run);
        finish(pod);
        return;
      }
    }
    run.look(now);
    if (!run.status(pod, now).equals(pod.at("/status"))) {
      report(run, pod, now);
    }
  }

  private Set<String> volumes() {
    return machine.cluster().list(Kinds.CLAIM, "").stream()
        .map(claim -> claim.text("/spec/volumeName"))
        .collect(Collectors.toSet());
  }

  /** Pods that were deleted without time to end. */
  private void stopVanished(Map<String, Resource> wanted) {
    Iterator<Map.Entry<String, PodRun>> each = running.entrySet().iterator();
    while (each.hasNext()) {
      Map.Entry<String, PodRun> entry = each.next();
      if (!wanted.containsKey(entry.getKey()) && entry.getValue().stop(true)) {
        each.remove();
        forget(entry.getValue());
      }
    }
  }

  private void forget(PodRun run) {
    addresses.giveBack(run.address());
    machine.folders().delete(run.pod());
  }

  private void finish(Resource pod) {
    if (pod.isDeleting()) {
      try {
        machine.cluster().delete(pod.ref(), Duration.ZERO, false);
      } catch (ApiFailure e) {
        // It is gone already, which is what was wanted.
      }
    }
  }

  /** From the pod as it is at that moment: others set conditions meanwhile. */
  private void report(PodRun run, Resource pod, Instant now) {
    try {
      machine
          .cluster()
          .change(
              pod.ref(),
              object -> {
                Resource there = new Resource(Kinds.POD, object);
                if (there.uid().equals(pod.uid())) {
                  object.set("status", run.status(there, now));
                }
                return object;
              },
              BY_US);
    } catch (ApiFailure e) {
      // It is gone; the next look stops what still runs of it.
    }
  }
}
