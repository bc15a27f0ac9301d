package io.wsfleet.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A program that was built, and beside it the archive of its classes, read and checked already,
 * with which it starts in half the time. An archive that is older than its jar is of another build.
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

  /** Where a process writes a new archive; it becomes the archive when it is whole. */
  Path nextCdsArchive() {
    return cdsArchive().resolveSibling(cdsArchive().getFileName() + ".next");
  }

  /** True if there was a new one. */
  boolean replaceCdsArchive() throws IOException {
    if (!Files.exists(nextCdsArchive())) {
      return false;
    }
    Files.move(nextCdsArchive(), cdsArchive(), StandardCopyOption.REPLACE_EXISTING);
    return true;
  }
}
