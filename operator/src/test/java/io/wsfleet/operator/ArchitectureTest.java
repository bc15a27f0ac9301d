package io.wsfleet.operator;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The packages of the operator, what each may import, and which are pure. */
@AnalyzeClasses(packages = "io.wsfleet.operator", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String ROOT = "io.wsfleet.operator.";

  /** From top to bottom: a package imports only packages of layers below its own. */
  private static final List<List<String>> LAYERS =
      List.of(
          List.of("bootstrap"),
          List.of("reconcile"),
          List.of("redis.controller"),
          List.of("observability"),
          List.of("gateway", "status", "redis.client"),
          List.of("redis", "gateway.client", "kube.client"),
          List.of("redis.failover", "redis.password", "gateway.rollout", "tls"),
          List.of("kube"),
          List.of("api"),
          List.of("api.status"),
          List.of("api.spec"));

  /** They decide. They have no client, no log, no clock and no randomness. */
  private static final String[] PURE = {
    ROOT + "gateway",
    ROOT + "gateway.rollout",
    ROOT + "kube",
    ROOT + "redis",
    ROOT + "redis.failover",
    ROOT + "redis.password",
    ROOT + "status",
    ROOT + "tls"
  };

  @ArchTest
  static void eachPackageImportsOnlyLowerLayers(JavaClasses classes) {
    for (int i = 0; i < LAYERS.size(); i++) {
      for (var name : LAYERS.get(i)) {
        var notBelow =
            LAYERS.subList(0, i + 1).stream()
                .flatMap(List::stream)
                .filter(other -> !other.equals(name))
                .map(other -> ROOT + other)
                .toArray(String[]::new);
        noClasses()
            .that()
            .resideInAPackage(ROOT + name)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(notBelow)
            .check(classes);
      }
    }
  }

  @ArchTest
  static void eachPackageIsInOneLayer(JavaClasses classes) {
    var packages =
        classes.stream()
            .map(c -> c.getPackageName().substring(ROOT.length()))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(packages, new TreeSet<>(LAYERS.stream().flatMap(List::stream).toList()));
    assertEquals(packages.size(), LAYERS.stream().mapToInt(List::size).sum());
  }

  @ArchTest
  static final ArchRule thePackagesHaveNoCycle =
      slices().matching("io.wsfleet.operator.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule purePackagesHaveNoClientNoLogAndNoMetrics =
      noClasses()
          .that(resideInAnyPackage(PURE))
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                      "io.fabric8.kubernetes.client..",
                      "io.javaoperatorsdk..",
                      "io.lettuce..",
                      "java.net.http..",
                      "org.slf4j..",
                      "io.micrometer..")
                  .as("clients, logs or metrics"));

  @ArchTest
  static final ArchRule purePackagesReadNoClockAndUseNoRandomness =
      noClasses()
          .that(resideInAnyPackage(PURE))
          .or(resideInAPackage(ROOT + "api.."))
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(Clock.class, "systemUTC")
          .orShould()
          .callMethod(Clock.class, "systemDefaultZone")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "getenv")
          .orShould()
          .callMethod(Math.class, "random")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Random.class);

  @ArchTest
  static final ArchRule theRolloutKnowsOnlyNumbers =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "gateway.rollout")
          .should()
          .dependOnClassesThat()
          .resideOutsideOfPackages(ROOT + "gateway.rollout", "java..", "org.jspecify..");

  @ArchTest
  static final ArchRule theFailoverKnowsOnlyTheRecordAndItsObservation =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "redis.failover")
          .should()
          .dependOnClassesThat()
          .resideOutsideOfPackages(
              ROOT + "redis.failover", ROOT + "api..", "java..", "org.jspecify..");

  @ArchTest
  static final ArchRule theRotationKnowsOnlyItsObservation =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "redis.password")
          .should()
          .dependOnClassesThat()
          .resideOutsideOfPackages(ROOT + "redis.password", "java..", "org.jspecify..");
}
