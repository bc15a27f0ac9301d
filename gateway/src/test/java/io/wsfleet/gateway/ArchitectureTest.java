package io.wsfleet.gateway;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.net.URLDecoder;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;

/** The direction of imports, and what the pure packages may not know. */
@AnalyzeClasses(
    packages = "io.wsfleet.gateway",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String[] PURE = {
    "..engineio..", "..socketio..", "..hub..", "..limits..", "..log..", "..recovery.."
  };

  @ArchTest
  static final ArchRule eachPackageKnowsOnlyThoseBelowIt =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("lifecycle")
          .definedBy("..gateway.lifecycle..")
          .layer("transport")
          .definedBy("..gateway.transport..")
          .layer("websocket")
          .definedBy("..gateway.websocket..")
          .layer("peers")
          .definedBy("..gateway.peers..")
          .layer("plain")
          .definedBy("..gateway.plain..")
          .layer("api")
          .definedBy("..gateway.api..")
          .layer("app")
          .definedBy("..gateway.app..")
          .layer("extensions")
          .definedBy("..gateway.extensions..")
          .layer("recovery")
          .definedBy("..gateway.recovery..")
          .layer("bus")
          .definedBy("..gateway.bus..")
          .layer("tls")
          .definedBy("..gateway.tls..")
          .layer("hub")
          .definedBy("..gateway.hub..")
          .layer("socketio")
          .definedBy("..gateway.socketio..")
          .layer("engineio")
          .definedBy("..gateway.engineio..")
          .whereLayer("lifecycle")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("peers")
          .mayOnlyBeAccessedByLayers("lifecycle")
          .whereLayer("transport")
          .mayOnlyBeAccessedByLayers("lifecycle", "plain")
          .whereLayer("websocket")
          .mayOnlyBeAccessedByLayers("transport")
          .whereLayer("plain")
          .mayOnlyBeAccessedByLayers("lifecycle")
          .whereLayer("api")
          .mayOnlyBeAccessedByLayers("lifecycle")
          .whereLayer("app")
          .mayOnlyBeAccessedByLayers("lifecycle", "transport", "plain")
          .whereLayer("extensions")
          .mayOnlyBeAccessedByLayers("lifecycle", "app")
          .whereLayer("recovery")
          .mayOnlyBeAccessedByLayers("lifecycle", "app", "transport")
          .whereLayer("bus")
          .mayOnlyBeAccessedByLayers(
              "lifecycle", "api", "app", "extensions", "peers", "recovery", "plain")
          .whereLayer("tls")
          .mayOnlyBeAccessedByLayers("lifecycle", "peers", "bus")
          .whereLayer("hub")
          .mayOnlyBeAccessedByLayers(
              "lifecycle", "app", "extensions", "transport", "recovery", "plain");

  @ArchTest
  static final ArchRule theUpperProtocolDoesNotKnowTheLower =
      noClasses()
          .that()
          .resideInAPackage("..socketio..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..engineio..");

  @ArchTest
  static final ArchRule thePureKnowNoNetworkNoFrameworkAndNoLog =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                      "io.vertx..",
                      "io.netty..",
                      "io.quarkus..",
                      "jakarta..",
                      "org.jboss..",
                      "java.net..",
                      "java.nio.channels..",
                      "java.util.logging..")
                  // It is in that package, but it only knows how text is escaped.
                  .and(not(type(URLDecoder.class))));

  @ArchTest
  static final ArchRule thePureAreToldTheTimeAndTheirRandomNumbers =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Clock.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Random.class);

  @ArchTest
  static final ArchRule theFormatsOfRedisArePureToo =
      noClasses()
          .that()
          .haveSimpleNameEndingWith("Format")
          .or()
          .haveSimpleName("Pack")
          .or()
          .haveSimpleName("Unpack")
          .or()
          .haveSimpleName("Requests")
          .or()
          .haveSimpleName("AncestorRequest")
          .or()
          .haveSimpleName("Question")
          .or()
          .haveSimpleName("Poll")
          .or()
          .haveSimpleName("Tree")
          .or()
          .haveSimpleName("Earshot")
          .or()
          .haveSimpleName("Channels")
          .should()
          .dependOnClassesThat(resideInAnyPackage("io.vertx..", "io.netty..", "org.jboss.."));

  @ArchTest
  static final ArchRule framesAreReadAndWrittenWithoutANetwork =
      noClasses()
          .that()
          .haveSimpleNameStartingWith("Frame")
          .or()
          .haveSimpleNameStartingWith("Deflate")
          .or()
          .haveSimpleName("Parts")
          .or()
          .haveSimpleName("Mask")
          .and()
          .resideInAPackage("..websocket..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("io.vertx..", "org.jboss..", "io.netty..")
                  .and(not(resideInAPackage("io.netty.buffer.."))));

  @ArchTest
  static final ArchRule onlyTheRedisBusKnowsRedis =
      noClasses()
          .that(not(resideInAPackage("..bus.redis..")))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.vertx.redis..");

  @ArchTest
  static final ArchRule whatIsKnownOfPeersIsPureToo =
      noClasses()
          .that()
          .haveSimpleName("Directory")
          .should()
          .dependOnClassesThat(resideInAnyPackage("io.vertx..", "io.netty..", "org.jboss.."))
          .orShould()
          .callMethod(System.class, "nanoTime");

  @ArchTest
  static final ArchRule onlyTheRimsKnowNetty =
      noClasses()
          .that(not(resideInAnyPackage("..transport..", "..websocket..", "..peers..")))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.netty..");

  private static DescribedPredicate<JavaClass> not(DescribedPredicate<JavaClass> predicate) {
    return DescribedPredicate.not(predicate);
  }
}
