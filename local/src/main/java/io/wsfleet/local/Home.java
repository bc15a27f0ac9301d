package io.wsfleet.local;

import java.nio.file.Files;
import java.nio.file.Path;

/** The clone of the project: what is built there, and the samples. */
record Home(Path folder) {

  Jar gateway() {
    return new Jar(folder.resolve("gateway/target/wsfleet-gateway.jar"));
  }

  Jar operator() {
    return new Jar(folder.resolve("operator/target/wsfleet-operator.jar"));
  }

  Path definitions() {
    return folder.resolve("crds");
  }

  Path chat() {
    return folder.resolve("samples/chat.yaml");
  }

  void check() throws Refusal {
    for (Path built : new Path[] {gateway().file(), operator().file()}) {
      if (!Files.exists(built)) {
        throw new Refusal(built + " is not built; ./wsfleet up builds it, or ./mvnw package");
      }
    }
  }
}
