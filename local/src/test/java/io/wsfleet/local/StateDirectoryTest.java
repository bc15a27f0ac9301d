package io.wsfleet.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDirectoryTest {
  @TempDir Path folder;

  @Test
  void namesTheVariableForAnotherFolderWhereItCannotWrite() throws Exception {
    // A file in the place of the folder refuses root as well.
    Path file = Files.createFile(folder.resolve("file"));
    StateDirectory directory = new StateDirectory(file.resolve("state"));
    assertEquals(
        "cannot write to "
            + directory.folder()
            + " (FileSystem); set WSFLEET_STATE to a folder that you can write, for example"
            + " WSFLEET_STATE=$HOME/.wsfleet",
        assertThrows(StartupException.class, directory::acquire).userMessage());
  }
}
