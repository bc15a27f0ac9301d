package io.wsfleet.e2e.cluster;

import io.wsfleet.e2e.run.E2eSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The manifests of {@code crds/}, {@code deploy/} and {@code samples/} with the images of this run
 * instead of those of the release.
 */
final class Manifests {

  private static final Path RENDERED = render();

  private Manifests() {}

  static Path rendered() {
    return RENDERED;
  }

  private static Path render() {
    Path project = E2eSettings.project();
    Path target = project.resolve("e2e/target/install");
    try {
      for (String folder : new String[] {"crds", "deploy", "samples"}) {
        try (Stream<Path> files = Files.walk(project.resolve(folder))) {
          for (Path file : files.filter(path -> path.toString().endsWith(".yaml")).toList()) {
            if (file.toString().contains("node_modules")) continue;
            Path copy = target.resolve(project.relativize(file));
            Files.createDirectories(copy.getParent());
            Files.writeString(copy, forThisRun(Files.readString(file)));
          }
        }
      }
      return target;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** With the images of this run, and one operator, so that a test knows who acts. */
  private static String forThisRun(String yaml) {
    return yaml.replaceAll("wsfleet/operator:[\\w.-]+", E2eSettings.operatorImage())
        .replaceAll("(?m)^  replicas: 2$", "  replicas: 1")
        .replaceAll(
            "( +)- name: WSFLEET_LOG_FORMAT",
            "$1- {name: WSFLEET_GATEWAY_IMAGE, value: '%s'}\n$1- {name: WSFLEET_REDIS_IMAGE, value: '%s'}\n$0"
                .formatted(E2eSettings.gatewayImage(), E2eSettings.redisImage()));
  }
}
