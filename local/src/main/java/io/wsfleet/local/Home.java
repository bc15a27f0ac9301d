package io.wsfleet.local;

import java.nio.file.Files;
import java.nio.file.Path;

/** The clone of the project: what is built there, and the samples. */
record Home(Path folder) {

  Path gatewayJar() {
    return folder.resolve("gateway/target/wsfleet-gateway.jar");
  }

  Path operatorJar() {
    return folder.resolve("operator/target/wsfleet-operator.jar");
  }

  Path definitions() {
    return folder.resolve("crds");
  }

  Path chat() {
    return folder.resolve("samples/chat.yaml");
  }

  /** Made once for a jar: its classes, parsed and checked, so that each gateway starts sooner. */
  Path gatewayArchive() {
    return folder.resolve("gateway/target/wsfleet-gateway.jsa");
  }

  Path operatorArchive() {
    return folder.resolve("operator/target/wsfleet-operator.jsa");
  }

  void check() throws Refusal {
    for (Path built : new Path[] {gatewayJar(), operatorJar()}) {
      if (!Files.exists(built)) {
        throw new Refusal(built + " is not built; ./wsfleet up builds it, or ./mvnw package");
      }
    }
  }
}
