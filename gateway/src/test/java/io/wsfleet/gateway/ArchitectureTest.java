package io.wsfleet.gateway;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.net.URLDecoder;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** The layers of the gateway, by package, and what the pure packages must not know. */
@AnalyzeClasses(
    packages = "io.wsfleet.gateway",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String ROOT = "io.wsfleet.gateway.";

  /** Each package with the packages it may import, from the lowest layer to the highest. */
  private static final List<Map.Entry<String, Set<String>>> LAYERS =
      List.of(
          entry("config", Set.of()),
          entry("log", Set.of()),
          entry("net", Set.of("config", "log")),
          entry("net.websocket.frames", Set.of()),
          entry("net.websocket", Set.of("config", "net", "net.websocket.frames")),
          entry("limits", Set.of("config")),
          entry("engineio.protocol", Set.of()),
          entry("engineio.server", Set.of("config", "engineio.protocol", "limits", "log", "net")),
          entry(
              "engineio.transport",
              Set.of(
                  "config",
                  "engineio.protocol",
                  "engineio.server",
                  "log",
                  "net",
                  "net.websocket",
                  "net.websocket.frames")),
          entry("socketio.protocol", Set.of("config", "engineio.protocol")),
          entry(
              "socketio.fanout",
              Set.of(
                  "engineio.protocol",
                  "engineio.server",
                  "engineio.transport",
                  "net",
                  "socketio.protocol")),
          entry(
              "socketio.server",
              Set.of(
                  "config",
                  "engineio.protocol",
                  "engineio.server",
                  "engineio.transport",
                  "socketio.fanout",
                  "socketio.protocol")),
          entry("bus", Set.of("log", "socketio.protocol")),
          entry("bus.redis", Set.of("bus", "config", "log", "net", "socketio.protocol")),
          entry("adapter.wire", Set.of("bus", "bus.redis", "socketio.protocol")),
          entry("adapter.protocol", Set.of("adapter.wire", "bus", "socketio.protocol")),
          entry(
              "adapter",
              Set.of(
                  "adapter.protocol",
                  "adapter.wire",
                  "bus",
                  "bus.redis",
                  "log",
                  "socketio.protocol")),
          entry("bus.stream.wire", Set.of("adapter.wire", "bus", "socketio.protocol")),
          entry(
              "bus.stream",
              Set.of(
                  "adapter",
                  "adapter.wire",
                  "bus",
                  "bus.redis",
                  "bus.stream.wire",
                  "config",
                  "log",
                  "socketio.protocol")),
          entry("bus.pubsub", Set.of("adapter", "bus", "bus.redis")),
          entry(
              "session.model",
              Set.of(
                  "bus",
                  "config",
                  "engineio.protocol",
                  "socketio.fanout",
                  "socketio.protocol",
                  "socketio.server")),
          entry(
              "session",
              Set.of(
                  "bus",
                  "engineio.protocol",
                  "session.model",
                  "socketio.fanout",
                  "socketio.protocol",
                  "socketio.server")),
          entry("cluster", Set.of("bus", "config", "engineio.protocol", "limits", "log", "net")),
          entry(
              "handlers",
              Set.of(
                  "bus",
                  "config",
                  "engineio.protocol",
                  "engineio.server",
                  "log",
                  "socketio.fanout",
                  "socketio.protocol",
                  "socketio.server")),
          entry(
              "rules",
              Set.of(
                  "bus",
                  "engineio.protocol",
                  "engineio.server",
                  "handlers",
                  "log",
                  "session",
                  "socketio.fanout",
                  "socketio.protocol",
                  "socketio.server")),
          entry("api.schema", Set.of()),
          entry("api", Set.of("api.schema", "bus", "config", "socketio.protocol")),
          entry(
              "plain",
              Set.of(
                  "bus",
                  "config",
                  "engineio.protocol",
                  "engineio.server",
                  "engineio.transport",
                  "limits",
                  "net",
                  "net.websocket",
                  "net.websocket.frames",
                  "socketio.fanout",
                  "socketio.protocol",
                  "socketio.server")));

  /** Imports what it wires, and is imported by nobody. */
  private static final String BOOTSTRAP = "bootstrap";

  private static final String[] PURE = {
    "..engineio.protocol..", "..socketio.protocol..", "..limits..", "..log..", "..session.model.."
  };

  @ArchTest
  static void eachPackageImportsOnlyTheLayersBelowItThatAreListed(JavaClasses classes) {
    Map<String, Set<String>> allowed = new HashMap<>();
    LAYERS.forEach(layer -> allowed.put(layer.getKey(), layer.getValue()));
    List<String> violations = new ArrayList<>();
    for (JavaClass each : classes) {
      String from = name(each);
      if (!isOurs(each) || from.equals(BOOTSTRAP)) {
        continue;
      }
      Set<String> may = allowed.getOrDefault(from, Set.of());
      each.getDirectDependenciesFromSelf().stream()
          .filter(dependency -> isOurs(dependency.getTargetClass()))
          .filter(dependency -> !name(dependency.getTargetClass()).equals(from))
          .filter(dependency -> !may.contains(name(dependency.getTargetClass())))
          .forEach(dependency -> violations.add(dependency.getDescription()));
    }
    assertEquals(List.of(), violations);
  }

  @ArchTest
  static void thePackagesAreThoseOfTheLayersFromTheLowestToTheHighest(JavaClasses classes) {
    Set<String> known = new TreeSet<>(Set.of(BOOTSTRAP));
    for (Map.Entry<String, Set<String>> layer : LAYERS) {
      assertTrue(known.containsAll(layer.getValue()), layer.getKey() + " imports a higher layer");
      known.add(layer.getKey());
    }
    Set<String> actual = new TreeSet<>();
    classes.stream().filter(ArchitectureTest::isOurs).forEach(each -> actual.add(name(each)));
    assertEquals(known, actual);
  }

  @ArchTest
  static final ArchRule noPackagesImportEachOtherInACircle =
      slices().matching("io.wsfleet.gateway.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule pureClassesKnowNoNetworkNoFrameworkAndNoLog =
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
                  // In this package, but it only decodes text.
                  .and(not(type(URLDecoder.class))));

  @ArchTest
  static final ArchRule pureClassesGetTheTimeAndRandomNumbersAsArguments =
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
  static final ArchRule adapterAndStreamAreEncodedWithoutANetwork =
      noClasses()
          .that()
          .resideInAnyPackage("..adapter.protocol..", "..adapter.wire..", "..bus.stream.wire..")
          .should()
          .dependOnClassesThat(resideInAnyPackage("io.vertx..", "io.netty..", "org.jboss.."));

  @ArchTest
  static final ArchRule framesAreReadAndWrittenWithoutANetwork =
      noClasses()
          .that()
          .resideInAPackage("..net.websocket.frames..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("io.vertx..", "io.netty..", "org.jboss..")
                  .and(not(resideInAPackage("io.netty.buffer.."))));

  @ArchTest
  static final ArchRule socketsKnowNoNetworkAndNoLog =
      noClasses()
          .that()
          .resideInAPackage("..socketio.server..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("io.vertx..", "io.netty..", "io.quarkus..", "org.jboss.."));

  @ArchTest
  static final ArchRule onlyTheBusAndTheAdapterKnowRedis =
      noClasses()
          .that(
              not(
                  resideInAnyPackage(
                      "..bus.redis..", "..bus.stream..", "..bus.pubsub..", "..gateway.adapter")))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.vertx.redis..");

  @ArchTest
  static final ArchRule onlyTheTransportsAndForwardingKnowNetty =
      noClasses()
          .that(
              not(
                  resideInAnyPackage(
                      "..gateway.net..",
                      "..gateway.engineio.transport..",
                      "..gateway.socketio.fanout..",
                      "..gateway.cluster..")))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.netty..");

  private static boolean isOurs(JavaClass each) {
    return each.getPackageName().startsWith(ROOT);
  }

  private static String name(JavaClass each) {
    return isOurs(each) ? each.getPackageName().substring(ROOT.length()) : "";
  }

  private static DescribedPredicate<JavaClass> not(DescribedPredicate<JavaClass> predicate) {
    return DescribedPredicate.not(predicate);
  }
}
