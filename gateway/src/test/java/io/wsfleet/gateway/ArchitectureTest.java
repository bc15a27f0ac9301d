package io.wsfleet.gateway;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

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
    "..engineio.protocol..", "..socketio.protocol..", "..limits..", "..log..", "..session.model.."
  };

  @ArchTest
  static final ArchRule bootstrapIsKnownByNobody =
      noClasses()
          .that()
          .resideOutsideOfPackage("..gateway.bootstrap..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..gateway.bootstrap..");

  @ArchTest
  static final ArchRule theBusKnowsNoSocket =
      noClasses()
          .that()
          .resideInAnyPackage("..gateway.bus..", "..gateway.adapter..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "..gateway.engineio.server..",
              "..gateway.engineio.transport..",
              "..gateway.socketio.server..",
              "..gateway.socketio.fanout..");

  @ArchTest
  static final ArchRule theLowerProtocolDoesNotKnowTheUpper =
      noClasses()
          .that()
          .resideInAPackage("..engineio.protocol..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..socketio..");

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
  static final ArchRule whatTheAdapterDecidesAndWritesNeedsNoNetwork =
      noClasses()
          .that()
          .resideInAnyPackage("..adapter.protocol..", "..adapter.wire..")
          .should()
          .dependOnClassesThat(resideInAnyPackage("io.vertx..", "io.netty..", "org.jboss.."));

  @ArchTest
  static final ArchRule onlyTheRedisBusKnowsRedis =
      noClasses()
          .that(
              not(
                  resideInAnyPackage(
                      "..bus.redis..", "..bus.stream..", "..bus.pubsub..", "..gateway.adapter")))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.vertx.redis..");

  @ArchTest
  static final ArchRule onlyTheRimsKnowNetty =
      noClasses()
          .that(
              not(
                  resideInAnyPackage(
                      "..gateway.net..",
                      "..gateway.engineio.server..",
                      "..gateway.engineio.transport..",
                      "..gateway.socketio.fanout..",
                      "..gateway.socketio.server..",
                      "..gateway.cluster..")))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.netty..");

  private static DescribedPredicate<JavaClass> not(DescribedPredicate<JavaClass> predicate) {
    return DescribedPredicate.not(predicate);
  }
}
