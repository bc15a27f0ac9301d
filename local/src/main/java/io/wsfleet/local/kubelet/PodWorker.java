package io.wsfleet.local.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsfleet.local.api.Registry;
import io.wsfleet.local.kubelet.ProgramCatalog.ContainerStartException;
import io.wsfleet.local.model.Kinds;
import io.wsfleet.local.model.Resource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs one pod: its containers, address and directory. */
final class PodWorker {
  private final Resource pod;
  private final String address;
  private final HostRuntime hostRuntime;
  private final List<ContainerWorker> containers = new ArrayList<>();
  private final Map<String, String> versions = new HashMap<>();
  private @Nullable Instant terminationDeadline;
  private boolean stopping;

  PodWorker(Resource pod, String address, HostRuntime hostRuntime) {
    this.pod = pod;
    this.address = address;
    this.hostRuntime = hostRuntime;
    for (JsonNode spec : pod.at("/spec/containers")) {
      ContainerSpec containerSpec = ContainerSpec.of(spec);
      containers.add(new ContainerWorker(containerSpec, new HostContainerRuntime(containerSpec)));
    }
  }

  String address() {
    return address;
  }

  Resource pod() {
    return pod;
  }

  void sync(Instant now) {
    refresh();
    containers.forEach(container -> container.sync(now, terminationDeadline == null && !stopping));
  }

  private void refresh() {
    try {
      volumes().refresh(pod, versions);
    } catch (IOException e) {
      // The disk is full or gone: what was written before is still there, and the next look tries.
      versions.clear();
    }
  }

  private Volumes volumes() throws IOException {
    Path folder = Volumes.makeFolder(hostRuntime.podDirectories().of(pod));
    return new Volumes(hostRuntime.registry(), folder, hostRuntime.podDirectories().claims());
  }

  /** Lets the containers of a deleted pod end in their time; true when none is left. */
  boolean terminate(Instant now, Duration grace) {
    Instant since = terminationDeadline == null ? now : terminationDeadline;
    terminationDeadline = since;
    containers.forEach(container -> container.terminate(now, since.plus(grace)));
    return allTerminated();
  }

  /** Asks the containers to end, and makes them once the time is over; true when none is left. */
  boolean stop(boolean timeIsOver) {
    if (!stopping || timeIsOver) {
      containers.forEach(container -> container.stop(timeIsOver));
    }
    stopping = true;
    return allTerminated();
  }

  private boolean allTerminated() {
    return containers.stream().noneMatch(ContainerWorker::isAlive);
  }

  /** What is to be said of the pod, which may have changed since it was started. */
  ObjectNode status(Resource there, Instant now) {
    List<ContainerState> states = containers.stream().map(ContainerWorker::state).toList();
    return PodStatus.of(there, address, states, now.truncatedTo(ChronoUnit.SECONDS));
  }

  private final class HostContainerRuntime implements ContainerWorker.ContainerRuntime {
    private final ContainerSpec containerSpec;
    private @Nullable ProcessSpec started;

    HostContainerRuntime(ContainerSpec containerSpec) {
      this.containerSpec = containerSpec;
    }

    @Override
    public Process start() throws ContainerStartException, IOException {
      Program program = hostRuntime.programCatalog().of(containerSpec);
      Path folder = hostRuntime.podDirectories().of(pod);
      Volumes volumes = volumes();
      Map<String, Path> mounts = volumes.mount(pod, containerSpec);
      Registry registry = hostRuntime.registry();
      ProcessSpec plan =
          ProcessSpec.of(
              pod,
              containerSpec,
              program,
              address,
              mounts,
              ServiceDns.of(registry.list(Kinds.SERVICE, "")),
              (kind, name, key) -> volumes.value(pod.namespace(), kind, name, key));
      started = plan;
      return hostRuntime.start(
          plan, folder, hostRuntime.podDirectories().log(pod, containerSpec.name()));
    }

    @Override
    public Process exec(List<String> command) throws IOException {
      if (started == null) {
        throw new IOException("the container never started");
      }
      return hostRuntime.exec(started.withCommand(command), hostRuntime.podDirectories().of(pod));
    }

    @Override
    public ProbeWorker probe(Probe probe, Instant now) {
      return new ProbeWorker(probe, () -> hostRuntime.checks().probe(probe, address), now);
    }

    @Override
    public void recordEvent(String type, String reason, String message) {
      hostRuntime.events().record(pod, type, reason, message);
    }
  }
}
