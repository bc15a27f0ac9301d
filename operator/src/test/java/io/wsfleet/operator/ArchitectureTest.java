package io.wsfleet.operator;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

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
    "..operator.gateway..",
    "..operator.redis",
    "..operator.redis.failover",
    "..operator.redis.password",
    "..operator.status..",
    "..operator.tls"
  };

  @ArchTest
  static final ArchRule packagesAreCalledInOneDirection =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("rim")
          .definedBy("io.wsfleet.operator")
          .layer("status")
          .definedBy("..operator.status")
          .layer("connections")
          .definedBy("..operator.connections")
          .layer("gateway")
          .definedBy("..operator.gateway")
          .layer("rollout")
          .definedBy("..operator.gateway.rollout")
          .layer("redis")
          .definedBy("..operator.redis")
          .layer("failover")
          .definedBy("..operator.redis.failover")
          .layer("password")
          .definedBy("..operator.redis.password")
          .layer("servers")
          .definedBy("..operator.redis.servers")
          .layer("tls")
          .definedBy("..operator.tls")
          .layer("kube")
          .definedBy("..operator.kube")
          .layer("api")
          .definedBy("..operator.api")
          .whereLayer("rim")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("status")
          .mayOnlyBeAccessedByLayers("rim")
          .whereLayer("connections")
          .mayOnlyBeAccessedByLayers("rim")
          .whereLayer("gateway")
          .mayOnlyBeAccessedByLayers("rim")
          .whereLayer("rollout")
          .mayOnlyBeAccessedByLayers("gateway")
          .whereLayer("redis")
          .mayOnlyBeAccessedByLayers("rim", "status", "gateway")
          .whereLayer("failover")
          .mayOnlyBeAccessedByLayers("rim", "redis", "servers")
          .whereLayer("password")
          .mayOnlyBeAccessedByLayers("rim", "redis", "servers")
          .whereLayer("servers")
          .mayOnlyBeAccessedByLayers("rim")
          .whereLayer("tls")
          .mayOnlyBeAccessedByLayers("rim", "connections", "gateway", "redis", "servers")
          .whereLayer("kube")
          .mayOnlyBeAccessedByLayers("rim", "status", "gateway", "redis", "tls");

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
          .or(resideInAnyPackage("..operator.api"))
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
              "..operator.redis.failover", "..operator.api", "java..", "org.jspecify..");

  @ArchTest
  static final ArchRule theRotationKnowsNothingButWhatItIsTold =
      noClasses()
          .that()
          .resideInAPackage("..operator.redis.password")
          .should()
          .dependOnClassesThat()
          .resideOutsideOfPackages("..operator.redis.password", "java..", "org.jspecify..");
}
