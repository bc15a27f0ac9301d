package io.wsfleet.e2e.cluster;

import java.time.Duration;
import java.time.Instant;

/** The faults of a Redis pod. */
public enum Fault {
  KILLED("its container was killed", 3),
  DELETED("its pod was deleted", 3),
  STOPPED("its process was stopped", 5),
  EVICTED("its pod was evicted", 3),
  CUT_OFF("its pod was cut off from the network", 5);

  /** A fault that was injected: its time, and how to end it. */
  public record ActiveFault(Instant at, Undo undo) implements AutoCloseable {

    @Override
    public void close() {
      undo.close();
    }
  }

  private final String description;
  private final Duration bound;

  Fault(String words, int seconds) {
    this.description = words;
    this.bound = Duration.ofSeconds(seconds);
  }

  /** The time within which a fleet must have a new master after this fault of the old one. */
  public Duration bound() {
    return bound;
  }

  /** Whether the fault lasts until it is undone. */
  public boolean lasts() {
    return this == STOPPED || this == CUT_OFF;
  }

  public ActiveFault inject(Container container) {
    // Whatever takes its time is found out before.
    long pid = this == DELETED || this == EVICTED ? 0 : container.pid();
    Instant at = Instant.now();
    return new ActiveFault(
        at,
        switch (this) {
          case KILLED -> {
            NodeTool.signal("KILL", pid);
            yield Undo.NOTHING;
          }
          case DELETED -> {
            pods(container).delete();
            yield Undo.NOTHING;
          }
          case STOPPED -> Container.stop(pid);
          case EVICTED -> {
            if (!pods(container).evict()) {
              throw new AssertionError(container + " may not be evicted");
            }
            yield Undo.NOTHING;
          }
          case CUT_OFF -> Container.cutOff(pid);
        });
  }

  private static io.fabric8.kubernetes.client.dsl.PodResource pods(Container container) {
    return KubernetesCluster.client()
        .pods()
        .inNamespace(container.namespace())
        .withName(container.pod());
  }

  @Override
  public String toString() {
    return description;
  }
}
