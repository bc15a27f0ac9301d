package io.wsfleet.e2e;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

/** Who knows whom: tests know the cluster and its peers, which do not know each other. */
class ArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter().importPackages("io.wsfleet.e2e");

  @Test
  void peersKnowNothingOfTheClusterNorTheClusterOfPeers() {
    layeredArchitecture()
        .consideringOnlyDependenciesInAnyPackage("io.wsfleet.e2e..")
        .layer("tests")
        .definedBy("io.wsfleet.e2e")
        .layer("cluster")
        .definedBy("io.wsfleet.e2e.cluster")
        .layer("peer")
        .definedBy("io.wsfleet.e2e.peer")
        .layer("extension")
        .definedBy("io.wsfleet.e2e.extension")
        .layer("run")
        .definedBy("io.wsfleet.e2e.run")
        .whereLayer("tests")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("extension")
        .mayOnlyBeAccessedByLayers("tests")
        .whereLayer("cluster")
        .mayOnlyBeAccessedByLayers("tests")
        .whereLayer("peer")
        .mayOnlyBeAccessedByLayers("tests")
        .check(CLASSES);
  }
}
