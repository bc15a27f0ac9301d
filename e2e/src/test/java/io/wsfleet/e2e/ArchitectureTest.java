package io.wsfleet.e2e;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

/**
 * Holds the imports between packages: {@code cluster} does not import the clients, nor they the
 * cluster.
 */
class ArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter().importPackages("io.wsfleet.e2e");

  @Test
  void clientsDoNotKnowTheClusterNorTheClusterItsClients() {
    layeredArchitecture()
        .consideringOnlyDependenciesInAnyPackage("io.wsfleet.e2e..")
        .layer("tests")
        .definedBy(
            "io.wsfleet.e2e.install",
            "io.wsfleet.e2e.resource",
            "io.wsfleet.e2e.operator",
            "io.wsfleet.e2e.messages",
            "io.wsfleet.e2e.connection",
            "io.wsfleet.e2e.recovery",
            "io.wsfleet.e2e.adapter",
            "io.wsfleet.e2e.protocol",
            "io.wsfleet.e2e.redis",
            "io.wsfleet.e2e.nodes",
            "io.wsfleet.e2e.tls")
        .layer("load")
        .definedBy("io.wsfleet.e2e.load")
        .layer("checker")
        .definedBy("io.wsfleet.e2e.checker")
        .layer("cluster")
        .definedBy("io.wsfleet.e2e.cluster")
        .layer("nodejs")
        .definedBy("io.wsfleet.e2e.nodejs")
        .layer("client")
        .definedBy("io.wsfleet.e2e.client")
        .layer("process")
        .definedBy("io.wsfleet.e2e.process")
        .layer("extension")
        .definedBy("io.wsfleet.e2e.extension")
        .layer("run")
        .definedBy("io.wsfleet.e2e.run")
        .whereLayer("tests")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("load")
        .mayOnlyBeAccessedByLayers("tests")
        .whereLayer("extension")
        .mayOnlyBeAccessedByLayers("tests")
        .whereLayer("cluster")
        .mayOnlyBeAccessedByLayers("tests", "load")
        .whereLayer("checker")
        .mayOnlyBeAccessedByLayers("tests", "load")
        .whereLayer("nodejs")
        .mayOnlyBeAccessedByLayers("tests", "load", "checker")
        .whereLayer("client")
        .mayOnlyBeAccessedByLayers("tests", "load", "checker", "nodejs")
        .whereLayer("process")
        .mayOnlyBeAccessedByLayers("tests", "load", "checker", "nodejs", "client")
        .check(CLASSES);
  }
}
