package io.wsfleet.local;

import io.wsfleet.local.kubelet.Program;
import io.wsfleet.local.kubelet.ProgramCatalog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The programs of this machine by image: the jars that were built here, and a redis-server. */
final class ImagePrograms {
  static final String GATEWAY = "wsfleet/gateway";
  static final String OPERATOR = "wsfleet/operator";
  static final String REDIS = "redis";

  private ImagePrograms() {}

  /**
   * The programs of the images.
   *
   * @param extensions the folder from which gateways load handlers
   * @param archiving whether each Java program writes its class-data archive when it ends
   */
  static ProgramCatalog programs(
      ProjectDirectory projectDirectory,
      StateDirectory stateDirectory,
      RedisExecutable redis,
      Optional<ExtensionFolder> extensions,
      boolean archiving) {
    Map<String, String> gateway = new HashMap<>(Map.of("WSFLEET_HOST", "{address}"));
    extensions.ifPresent(of -> gateway.put("WSFLEET_EXTENSIONS", of.folder().toString()));
    return new ProgramCatalog(
        List.of(
            new Program(
                GATEWAY,
                "wsfleet-gateway",
                java(projectDirectory.gateway(), archiving, "-Xmx192m"),
                List.of(),
                Map.copyOf(gateway)),
            new Program(
                OPERATOR,
                "wsfleet-operator",
                java(projectDirectory.operator(), archiving, "-Xmx192m", "-XX:TieredStopAtLevel=1"),
                List.of(),
                Map.of(
                    "KUBECONFIG",
                    stateDirectory.kubeconfig().toString(),
                    "WSFLEET_OPERATOR_ADDRESS",
                    "{address}")),
            new Program(
                REDIS,
                "redis-server",
                List.of(redis.program().toString()),
                // A replica connects from any loopback address; its master is told the right one.
                List.of("--bind", "{address}", "--replica-announce-ip", "{address}"),
                Map.of())));
  }

  private static List<String> java(ProgramJar programJar, boolean archiving, String... flags) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:+UseSerialGC");
    // Exiting leaves the container to be started again; going on without memory helps nobody.
    command.add("-XX:+ExitOnOutOfMemoryError");
    if (archiving) {
      command.add("-XX:ArchiveClassesAtExit=" + programJar.nextCdsArchive());
    } else if (programJar.hasCdsArchive()) {
      command.add("-XX:SharedArchiveFile=" + programJar.cdsArchive());
      // An archive of another Java is left aside, and need not be spoken of.
      command.add("-Xlog:cds*=off");
    }
    command.addAll(List.of(flags));
    command.addAll(List.of("-jar", programJar.file().toString()));
    return command;
  }
}
