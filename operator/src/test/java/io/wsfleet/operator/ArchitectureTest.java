package io.wsfleet.operator;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;

@AnalyzeClasses(packages = "io.wsfleet.operator", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String[] PURE = {
    "..operator.gateway",
    "..operator.gateway.rollout",
    "..operator.redis",
    "..operator.redis.failover",
    "..operator.redis.password",
    "..operator.status..",
    "..operator.tls"
  };

  @ArchTest
  static final ArchRule bootstrapIsKnownByReconcileAlone =
      noClasses()
          .that()
          .resideOutsideOfPackages("..operator.bootstrap", "..operator.reconcile")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..operator.bootstrap");

  @ArchTest
  static final ArchRule whatDecidesHasNoClient =
      noClasses()
          .that(resideInAnyPackage(PURE))
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                      "io.fabric8.kubernetes.client..",
                      "io.javaoperatorsdk..",
                      "java.net.http..",
                      "org.slf4j..",
                      "io.micrometer..")
                  .as("clients, logs or metrics"));

  @ArchTest
  static final ArchRule whatDecidesReadsNoClockAndThrowsNoDice =
      noClasses()
          .that(resideInAnyPackage(PURE))
          .or(resideInAnyPackage("..operator.api.."))
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
  static final ArchRule theRolloutKnowsNothingButItsNumbers =
      noClasses()
          .that()
          .resideInAPackage("..operator.gateway.rollout")
          .should()
          .dependOnClassesThat()
          .resideOutsideOfPackages("..operator.gateway.rollout", "java..", "org.jspecify..");

  @ArchTest
  static final ArchRule theFailoverKnowsNothingButTheRecordAndWhatItIsTold =
      noClasses()
          .that()
          .resideInAPackage("..operator.redis.failover")
          .should()
          .dependOnClassesThat()
          .resideOutsideOfPackages(
              "..operator.redis.failover", "..operator.api..", "java..", "org.jspecify..");

  @ArchTest
  static final ArchRule theRotationKnowsNothingButWhatItIsTold =
      noClasses()
          .that()
          .resideInAPackage("..operator.redis.password")
          .should()
          .dependOnClassesThat()
          .resideOutsideOfPackages("..operator.redis.password", "java..", "org.jspecify..");
}
