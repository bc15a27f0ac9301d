package io.wsfleet.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A program that was built, and beside it the archive of its classes, read and checked already,
 * with which it starts in half the time. An archive that is older than its jar is of another build.
 */
record Jar(Path file) {

  Path archive() {
    String name = file.getFileName().toString();
    return file.resolveSibling(name.substring(0, name.length() - ".jar".length()) + ".jsa");
  }

  boolean hasArchive() {
    try {
      return Files.exists(archive())
          && Files.getLastModifiedTime(archive()).compareTo(Files.getLastModifiedTime(file)) >= 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Where a process writes a new archive; it becomes the archive when it is whole. */
  Path nextArchive() {
    return archive().resolveSibling(archive().getFileName() + ".next");
  }

  /** True if there was a new one. */
  boolean takeNextArchive() throws IOException {
    if (!Files.exists(nextArchive())) {
      return false;
    }
    Files.move(nextArchive(), archive(), StandardCopyOption.REPLACE_EXISTING);
    return true;
  }
}
