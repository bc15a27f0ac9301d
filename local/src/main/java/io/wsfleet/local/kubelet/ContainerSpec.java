package io.wsfleet.local.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of a container's specification that the kubelet reads. */
record ContainerSpec(
    String name,
    String image,
    List<String> command,
    List<String> arguments,
    JsonNode environment,
    Map<String, Integer> ports,
    Map<String, String> mounts,
    @Nullable Probe startup,
    @Nullable Probe readiness,
    @Nullable Probe liveness,
    @Nullable PreStop preStop) {

  static ContainerSpec of(JsonNode spec) {
    Map<String, Integer> ports = new LinkedHashMap<>();
    spec.path("ports")
        .forEach(port -> ports.put(port.path("name").asText(), port.path("containerPort").asInt()));
    Map<String, String> mounts = new LinkedHashMap<>();
    spec.path("volumeMounts")
        .forEach(
            mount -> mounts.put(mount.path("mountPath").asText(), mount.path("name").asText()));
    return new ContainerSpec(
        spec.path("name").asText(),
        spec.path("image").asText(),
        strings(spec.path("command")),
        strings(spec.path("args")),
        spec.path("env"),
        Map.copyOf(ports),
        mounts,
        Probe.of(spec.path("startupProbe"), ports),
        Probe.of(spec.path("readinessProbe"), ports),
        Probe.of(spec.path("livenessProbe"), ports),
        PreStop.of(spec.at("/lifecycle/preStop")));
  }

  /** Names that become parts of file paths. */
  List<String> pathNames() {
    List<String> names = new ArrayList<>(mounts.values());
    names.add(name);
    return names;
  }

  private static List<String> strings(JsonNode list) {
    List<String> strings = new ArrayList<>();
    list.forEach(item -> strings.add(item.asText()));
    return List.copyOf(strings);
  }
}
