package io.wsfleet.e2e.run;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The settings of a run: a {@code -D} property, else an environment variable, else the default. */
public final class E2eSettings {

  private E2eSettings() {}

  public static String operatorImage() {
    return text("e2e.operator.image", "E2E_OPERATOR_IMAGE").orElse("wsfleet/operator:0.1.0");
  }

  public static String gatewayImage() {
    return text("e2e.gateway.image", "E2E_GATEWAY_IMAGE").orElse("wsfleet/gateway:0.1.0");
  }

  public static String redisImage() {
    return text("e2e.redis.image", "E2E_REDIS_IMAGE").orElse("redis:8");
  }

  /** Another one, to which a fleet is changed. */
  public static Optional<String> otherRedisImage() {
    return text("e2e.other.redis.image", "E2E_OTHER_REDIS_IMAGE");
  }

  /** What {@code ./mvnw package} makes, for tests that start gateways without a cluster. */
  public static Path gatewayJar() {
    return inProject(
        Path.of(
            text("e2e.gateway.jar", "E2E_GATEWAY_JAR")
                .orElse("gateway/target/wsfleet-gateway.jar")));
  }

  /**
   * A program with the command {@code pid POD CONTAINER NAMESPACE}, for signals to a container's
   * process.
   */
  public static Optional<Path> nodeTool() {
    return text("e2e.node.tool", "E2E_NODE_TOOL").map(Path::of).map(E2eSettings::inProject);
  }

  /** The API server's audit log, with one JSON object a line for each write. */
  public static Optional<Path> auditLog() {
    return text("e2e.audit.log", "E2E_AUDIT_LOG").map(Path::of);
  }

  public static Optional<String> nodeAddress() {
    return text("e2e.node.address", "KUBE_NODE_IP");
  }

  /** Addresses of this machine that the cluster sees as different clients. */
  public static List<String> clientAddresses() {
    return text("e2e.client.addresses", "KUBE_CLIENT_IPS")
        .map(addresses -> List.of(addresses.trim().split("[ ,]+")))
        .orElse(List.of());
  }

  public static Path chromium() {
    return Path.of(text("e2e.chromium", "E2E_CHROMIUM").orElse("/usr/bin/chromium"));
  }

  /** The needs whose absence fails the tests instead of skipping them. */
  public static Set<Need> required() {
    return text("e2e.require", "E2E_REQUIRE").stream()
        .flatMap(names -> Arrays.stream(names.trim().split("[ ,]+")))
        .map(Need::named)
        .collect(Collectors.toSet());
  }

  /** Whether all faults are tried, each for its full time: {@code -Dfaults=all}. */
  public static boolean allFaults() {
    return text("faults", "E2E_FAULTS").filter("all"::equals).isPresent();
  }

  /** A time of the tests in seconds: the full one with all faults, or what its property says. */
  public static Duration duration(String property, int seconds, int full) {
    return Duration.ofSeconds(Integer.getInteger(property, allFaults() ? full : seconds));
  }

  /** How many: the full number with all faults, or what its property says. */
  public static int count(String property, int some, int full) {
    return Integer.getInteger(property, allFaults() ? full : some);
  }

  /** The root of the project, whether the tests are started there or in {@code e2e/}. */
  public static Path project() {
    Path here = Path.of("").toAbsolutePath();
    return here.endsWith("e2e") ? here.getParent() : here;
  }

  private static Path inProject(Path path) {
    return project().resolve(path).normalize();
  }

  private static Optional<String> text(String property, String variable) {
    return Optional.ofNullable(System.getProperty(property))
        .or(() -> Optional.ofNullable(System.getenv(variable)))
        .filter(value -> !value.isBlank());
  }
}
