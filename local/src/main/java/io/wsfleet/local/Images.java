package io.wsfleet.local;

import io.wsfleet.local.kubelet.Program;
import io.wsfleet.local.kubelet.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Which program stands for which image: what was built here, and a redis-server. */
final class Images {
  static final String GATEWAY = "wsfleet/gateway";
  static final String OPERATOR = "wsfleet/operator";
  static final String REDIS = "redis";

  private Images() {}

  static Programs programs(Home home, State state, RedisServer redis) {
    return new Programs(
        List.of(
            new Program(
                GATEWAY,
                "wsfleet-gateway",
                java(home.gatewayJar(), home.gatewayArchive(), "-Xmx192m"),
                List.of(),
                Map.of("QUARKUS_HTTP_HOST", "{address}", "QUARKUS_MANAGEMENT_HOST", "{address}")),
            new Program(
                OPERATOR,
                "wsfleet-operator",
                java(
                    home.operatorJar(),
                    home.operatorArchive(),
                    "-Xmx192m",
                    "-XX:TieredStopAtLevel=1"),
                List.of(),
                Map.of(
                    "KUBECONFIG",
                    state.kubeconfig().toString(),
                    "WSFLEET_OPERATOR_ADDRESS",
                    "{address}")),
            new Program(
                REDIS,
                "redis-server",
                List.of(redis.program().toString()),
                List.of("--bind", "{address}"),
                Map.of())));
  }

  private static List<String> java(Path jar, Path archive, String... flags) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:+UseSerialGC");
    // Exiting leaves the container to be started again; going on without memory helps nobody.
    command.add("-XX:+ExitOnOutOfMemoryError");
    if (Files.exists(archive)) {
      command.add("-XX:SharedArchiveFile=" + archive);
    }
    command.addAll(List.of(flags));
    command.addAll(List.of("-jar", jar.toString()));
    return command;
  }
}
