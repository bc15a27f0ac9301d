package io.wsfleet.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The folder with the jars of handlers that the gateways of a local fleet load. */
record ExtensionFolder(Path folder) {
  private static final int MAX_DEPTH = 4;

  static ExtensionFolder of(Path folder) throws StartupException {
    if (!Files.isDirectory(folder) || !Files.isReadable(folder)) {
      throw new StartupException(
          "there is no folder %s to load extensions from; make it and put the jars of handlers in it"
              .formatted(folder));
    }
    return new ExtensionFolder(folder.toAbsolutePath().normalize());
  }

  /**
   * The size and time of change of each jar; it differs when a jar was added, changed or removed.
   */
  Map<String, String> jars() {
    Map<String, String> jars = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder, MAX_DEPTH)) {
      for (Path file : files.filter(file -> file.toString().endsWith(".jar")).toList()) {
        jars.put(
            folder.relativize(file).toString(),
            Files.size(file) + " " + Files.getLastModifiedTime(file));
      }
    } catch (IOException e) {
      // A file went meanwhile, as when a build replaces it; the next look sees the result.
      return Map.of();
    }
    return jars;
  }
}
