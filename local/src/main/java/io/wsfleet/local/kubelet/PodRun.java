package io.wsfleet.local.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import io.wsfleet.local.api.Cluster;
import io.wsfleet.local.kubelet.Programs.CannotStart;
import io.wsfleet.local.model.Kinds;
import io.wsfleet.local.model.Resource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One pod: its containers, its address, its folder. */
final class PodRun {
  private final Resource pod;
  private final String address;
  private final Machine machine;
  private final List<ContainerRun> containers = new ArrayList<>();
  private boolean askedToStop;

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
    containers.forEach(container -> container.look(now, !askedToStop));
  }

  /** Asks the containers to end, and makes them once the time is over; true when none is left. */
  boolean stop(boolean timeIsOver) {
    if (!askedToStop || timeIsOver) {
      containers.forEach(container -> container.stop(timeIsOver));
    }
    askedToStop = true;
    return containers.stream().noneMatch(ContainerRun::isAlive);
  }

  List<ContainerState> states() {
    return containers.stream().map(ContainerRun::state).toList();
  }

  private final class ContainerRim implements ContainerRun.Rim {
    private final Container container;

    ContainerRim(Container container) {
      this.container = container;
    }

    @Override
    public Process start() throws CannotStart, IOException {
      Program program = machine.programs().of(container);
      Path folder = machine.folders().of(pod);
      Volumes volumes = new Volumes(machine.cluster(), Volumes.makeFolder(folder));
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
      return machine.start(plan, folder, machine.folders().log(pod, container.name()));
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
