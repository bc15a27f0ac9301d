package io.wsfleet.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A jar that was built and its class-data archive, which halves the time of a start. An archive
 * that is older than its jar belongs to another build.
 */
record ProgramJar(Path file) {

  Path cdsArchive() {
    String name = file.getFileName().toString();
    return file.resolveSibling(name.substring(0, name.length() - ".jar".length()) + ".jsa");
  }

  boolean hasCdsArchive() {
    try {
      return Files.exists(cdsArchive())
          && Files.getLastModifiedTime(cdsArchive()).compareTo(Files.getLastModifiedTime(file))
              >= 0;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Where a process writes a new archive; {@link #replaceCdsArchive} moves it when it is complete.
   */
  Path nextCdsArchive() {
    return cdsArchive().resolveSibling(cdsArchive().getFileName() + ".next");
  }

  /** Returns true if there was a new archive. */
  boolean replaceCdsArchive() throws IOException {
    if (!Files.exists(nextCdsArchive())) {
      return false;
    }
    Files.move(nextCdsArchive(), cdsArchive(), StandardCopyOption.REPLACE_EXISTING);
    return true;
  }
}
