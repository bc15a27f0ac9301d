package io.wsfleet.bench;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.wsfleet.bench");

  @Test
  void scenariosKnowLoadAndServersWhichDoNotKnowEachOther() {
    layeredArchitecture()
        .consideringOnlyDependenciesInAnyPackage("io.wsfleet.bench..")
        .layer("main")
        .definedBy("io.wsfleet.bench")
        .layer("report")
        .definedBy("io.wsfleet.bench.report")
        .layer("scenario")
        .definedBy("io.wsfleet.bench.scenario")
        .layer("load")
        .definedBy("io.wsfleet.bench.load")
        .layer("peer")
        .definedBy("io.wsfleet.bench.peer")
        .layer("machine")
        .definedBy("io.wsfleet.bench.machine")
        .layer("wire")
        .definedBy("io.wsfleet.bench.wire")
        .whereLayer("main")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("report")
        .mayOnlyBeAccessedByLayers("main")
        .whereLayer("scenario")
        .mayOnlyBeAccessedByLayers("main", "report")
        .whereLayer("load")
        .mayOnlyBeAccessedByLayers("main", "scenario")
        .whereLayer("peer")
        .mayOnlyBeAccessedByLayers("main", "scenario")
        .whereLayer("machine")
        .mayOnlyBeAccessedByLayers("main", "scenario", "peer")
        .whereLayer("wire")
        .mayOnlyBeAccessedByLayers("load")
        .check(CLASSES);
  }

  @Test
  void reportsAndBytesHaveNoClock() {
    noClasses()
        .that()
        .resideInAnyPackage("io.wsfleet.bench.report", "io.wsfleet.bench.wire")
        .should()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.time.Clock")
        .check(CLASSES);
  }
}
