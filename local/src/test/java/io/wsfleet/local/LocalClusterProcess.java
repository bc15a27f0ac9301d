package io.wsfleet.local;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.wsfleet.local.network.NodePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** A fleet as a process of its own, as {@code ./wsfleet up} starts it. */
final class LocalClusterProcess implements AutoCloseable {
  private final Path folder;
  private final Path output;
  final int nodePort;
  final Process process;

  private LocalClusterProcess(Path folder, int nodePort, Process process, Path output) {
    this.folder = folder;
    this.nodePort = nodePort;
    this.process = process;
    this.output = output;
  }

  static LocalClusterProcess start(Path folder, int gateways, int replicas) throws IOException {
    return start(folder, gateways, replicas, freeNodePort());
  }

  static LocalClusterProcess start(Path folder, int gateways, int replicas, int nodePort)
      throws IOException {
    Path sample =
        Files.writeString(
            Files.createTempFile(folder, "sample", ".yaml"),
            """
            apiVersion: wsfleet.io/v1alpha1
            kind: WebSocketCluster
            metadata: {name: chat}
            spec:
              gateway: {replicas: %d}
              redis: {replicas: %d}
              service: {nodePort: %d}
              events: [{on: say, broadcast: {event: said, to: Others}}]
            """
                .formatted(gateways, replicas, nodePort));
    Path output = Files.createTempFile(folder, "output", ".txt");
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    ProcessBuilder builder =
        new ProcessBuilder(
                java.toString(),
                "-XX:+UseSerialGC",
                "-jar",
                System.getProperty("local.jar"),
                "up",
                sample.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("WSFLEET_HOME", System.getProperty("project.home"));
    builder.environment().put("WSFLEET_STATE", folder.resolve("state").toString());
    return new LocalClusterProcess(folder, nodePort, builder.start(), output);
  }

  static int freeNodePort() {
    int port;
    do {
      port = ThreadLocalRandom.current().nextInt(30100, 32700);
    } while (!NodePorts.isFree(port));
    return port;
  }

  String output() {
    try {
      return Files.exists(output) ? Files.readString(output) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  KubernetesClient client() throws IOException {
    String kubeconfig = Files.readString(folder.resolve("state/kubeconfig"));
    return new KubernetesClientBuilder().withConfig(Config.fromKubeconfig(kubeconfig)).build();
  }

  /** The processes of this fleet, its own excepted. */
  List<ProcessHandle> children() {
    return new ArrayList<>(process.descendants().toList());
  }

  void terminate() throws InterruptedException {
    process.destroy();
    process.waitFor(20, TimeUnit.SECONDS);
  }

  @Override
  public void close() throws InterruptedException {
    List<ProcessHandle> children = children();
    terminate();
    process.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
  }
}
