package io.wsfleet.local.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsfleet.local.api.Cluster;
import io.wsfleet.local.kubelet.Programs.CannotStart;
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

/** One pod: its containers, its address, its folder. */
final class PodRun {
  private final Resource pod;
  private final String address;
  private final Machine machine;
  private final List<ContainerRun> containers = new ArrayList<>();
  private final Map<String, String> versions = new HashMap<>();
  private @Nullable Instant ending;
  private boolean stopping;

  PodRun(Resource pod, String address, Machine machine) {
    this.pod = pod;
    this.address = address;
    this.machine = machine;
    for (JsonNode spec : pod.at("/spec/containers")) {
      Container container = Container.of(spec);
      containers.add(new ContainerRun(container, new ContainerRim(container)));
    }
  }

  String address() {
    return address;
  }

  Resource pod() {
    return pod;
  }

  void look(Instant now) {
    refresh();
    containers.forEach(container -> container.look(now, ending == null && !stopping));
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
    Path folder = Volumes.makeFolder(machine.folders().of(pod));
    return new Volumes(machine.cluster(), folder, machine.folders().claims());
  }

  /** Lets the containers of a deleted pod end in their time; true when none is left. */
  boolean end(Instant now, Duration grace) {
    Instant since = ending == null ? now : ending;
    ending = since;
    containers.forEach(container -> container.end(now, since.plus(grace)));
    return noneIsAlive();
  }

  /** Asks the containers to end, and makes them once the time is over; true when none is left. */
  boolean stop(boolean timeIsOver) {
    if (!stopping || timeIsOver) {
      containers.forEach(container -> container.stop(timeIsOver));
    }
    stopping = true;
    return noneIsAlive();
  }

  private boolean noneIsAlive() {
    return containers.stream().noneMatch(ContainerRun::isAlive);
  }

  /** What is to be said of the pod, which may have changed since it was started. */
  ObjectNode status(Resource there, Instant now) {
    List<ContainerState> states = containers.stream().map(ContainerRun::state).toList();
    return PodStatus.of(there, address, states, now.truncatedTo(ChronoUnit.SECONDS));
  }

  private final class ContainerRim implements ContainerRun.Rim {
    private final Container container;
    private @Nullable ProcessPlan started;

    ContainerRim(Container container) {
      this.container = container;
    }

    @Override
    public Process start() throws CannotStart, IOException {
      Program program = machine.programs().of(container);
      Path folder = machine.folders().of(pod);
      Volumes volumes = volumes();
      Map<String, Path> mounts = volumes.mount(pod, container);
      Cluster cluster = machine.cluster();
      ProcessPlan plan =
          ProcessPlan.of(
              pod,
              container,
              program,
              address,
              mounts,
              ServiceNames.of(cluster.list(Kinds.SERVICE, "")),
              (kind, name, key) -> volumes.value(pod.namespace(), kind, name, key));
      started = plan;
      return machine.start(plan, folder, machine.folders().log(pod, container.name()));
    }

    @Override
    public Process exec(List<String> command) throws IOException {
      if (started == null) {
        throw new IOException("the container never started");
      }
      return machine.exec(started.beside(command), machine.folders().of(pod));
    }

    @Override
    public ProbeRun probe(Probe probe, Instant now) {
      return new ProbeRun(probe, () -> machine.checks().ask(probe, address), now);
    }

    @Override
    public void tell(String type, String reason, String message) {
      machine.events().tell(pod, type, reason, message);
    }
  }
}
