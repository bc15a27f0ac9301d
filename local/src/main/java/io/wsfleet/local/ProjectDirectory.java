package io.wsfleet.local;

import java.nio.file.Files;
import java.nio.file.Path;

/** The directory of the project: its jars, samples and CustomResourceDefinitions. */
record ProjectDirectory(Path folder) {

  ProgramJar gateway() {
    return new ProgramJar(folder.resolve("gateway/target/wsfleet-gateway.jar"));
  }

  ProgramJar operator() {
    return new ProgramJar(folder.resolve("operator/target/wsfleet-operator.jar"));
  }

  Path crds() {
    return folder.resolve("crds");
  }

  Path chatSample() {
    return folder.resolve("samples/chat.yaml");
  }

  void requireBuilt() throws StartupException {
    for (Path built : new Path[] {gateway().file(), operator().file()}) {
      if (!Files.exists(built)) {
        throw new StartupException(
            built + " is not built; ./wsfleet up builds it, or ./mvnw package");
      }
    }
  }
}
