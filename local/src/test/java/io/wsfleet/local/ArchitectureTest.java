package io.wsfleet.local;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import java.util.UUID;

/**
 * Which package may know which, and that what decides has neither a clock nor chance of its own.
 */
@AnalyzeClasses(packages = "io.wsfleet.local", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule knowNobodyAboveThem =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("main")
          .definedBy("io.wsfleet.local")
          .layer("http")
          .definedBy("..local.api.http..")
          .layer("controllers")
          .definedBy("..local.controllers..")
          .layer("kubelet")
          .definedBy("..local.kubelet..")
          .layer("network")
          .definedBy("..local.network..")
          .layer("screen")
          .definedBy("..local.screen..")
          .layer("api")
          .definedBy("..local.api")
          .layer("admission")
          .definedBy("..local.api.admission..")
          .layer("patch")
          .definedBy("..local.api.patch..")
          .layer("schema")
          .definedBy("..local.api.schema..")
          .layer("model")
          .definedBy("..local.model..")
          .whereLayer("main")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("http")
          .mayOnlyBeAccessedByLayers("main")
          .whereLayer("controllers")
          .mayOnlyBeAccessedByLayers("main")
          .whereLayer("kubelet")
          .mayOnlyBeAccessedByLayers("main")
          .whereLayer("network")
          .mayOnlyBeAccessedByLayers("main")
          .whereLayer("screen")
          .mayOnlyBeAccessedByLayers("main")
          .whereLayer("api")
          .mayOnlyBeAccessedByLayers("main", "http", "controllers", "kubelet", "network")
          .whereLayer("admission")
          .mayOnlyBeAccessedByLayers("api")
          .whereLayer("patch")
          .mayOnlyBeAccessedByLayers("api", "http")
          .whereLayer("schema")
          .mayOnlyBeAccessedByLayers("api", "admission", "patch", "http");

  @ArchTest
  static final ArchRule noClockOfTheirOwn =
      noClasses()
          .that()
          .resideInAnyPackage("io.wsfleet.local.(*)..")
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(Clock.class, "systemUTC")
          .orShould()
          .callMethod(InstantSource.class, "system")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime");

  @ArchTest
  static final ArchRule noChanceOfTheirOwn =
      noClasses()
          .that()
          .resideInAnyPackage("io.wsfleet.local.(*)..")
          .should()
          .dependOnClassesThat()
          .areAssignableTo(Random.class)
          .orShould()
          .callMethod(UUID.class, "randomUUID")
          .orShould()
          .callMethod(Math.class, "random");

  @ArchTest
  static final ArchRule nobodyHereKnowsTheProgramsThatAreRun =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.wsfleet.operator..", "io.wsfleet.gateway..");
}
