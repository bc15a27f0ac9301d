package io.wsfleet.operator.bootstrap;

import io.wsfleet.operator.kube.AllowedImages;
import io.wsfleet.operator.kube.MountableSecrets;
import io.wsfleet.operator.reconcile.ReconcileSettings;
import io.wsfleet.operator.reconcile.UpgradePolicy;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The settings of the operator, read once from its environment; {@link Setting} describes them.
 *
 * @param namespaces empty for all
 * @param nodeAddress empty for the address of a node
 * @param leaseNamespace empty for the namespace of the operator
 */
public record OperatorConfig(
    Set<String> namespaces,
    String gatewayImage,
    String redisImage,
    String nodeAddress,
    Duration pollInterval,
    Duration pollTimeout,
    Duration retryInterval,
    Duration maxRetryInterval,
    UpgradePolicy upgradePolicy,
    Duration progressDeadline,
    Duration formerPasswordTtl,
    AllowedImages allowedImages,
    MountableSecrets mountableSecrets,
    int reconcileThreads,
    String address,
    int port,
    boolean leaderElection,
    String leaseNamespace) {

  /** A variable with an invalid value; the message names it. */
  static final class InvalidSettingException extends RuntimeException {
    private static final long serialVersionUID = 1;

    InvalidSettingException(Setting setting, String value, String expected) {
      super("%s must be %s, not '%s'".formatted(setting.variable(), expected, value));
    }
  }

  public static OperatorConfig from(Map<String, String> environment) {
    var read = new EnvironmentReader(environment);
    read.oneOf(Setting.LOG_FORMAT, "text", "json");
    read.oneOf(Setting.LOG_LEVEL, "ERROR", "WARN", "INFO", "DEBUG", "TRACE");
    return new OperatorConfig(
        namespaces(read.text(Setting.NAMESPACES)),
        read.text(Setting.GATEWAY_IMAGE),
        read.text(Setting.REDIS_IMAGE),
        read.text(Setting.NODE_ADDRESS),
        Duration.ofSeconds(read.number(Setting.POLL_SECONDS, 1, 3600)),
        Duration.ofMillis(read.number(Setting.POLL_TIMEOUT_MILLIS, 100, 60_000)),
        Duration.ofSeconds(read.number(Setting.RETRY_SECONDS, 1, 3600)),
        Duration.ofSeconds(read.number(Setting.RETRY_MAX_SECONDS, 1, 3600)),
        UpgradePolicy.valueOf(
            read.oneOf(
                Setting.UPGRADE_FLEETS,
                UpgradePolicy.OnSpecChange.name(),
                UpgradePolicy.Staggered.name())),
        Duration.ofSeconds(read.number(Setting.PROGRESS_DEADLINE_SECONDS, 10, 86_400)),
        Duration.ofSeconds(read.number(Setting.FORMER_PASSWORD_SECONDS, 0, 86_400)),
        new AllowedImages(read.list(Setting.ALLOWED_IMAGES)),
        new MountableSecrets(read.flag(Setting.REQUIRE_SECRET_LABEL)),
        read.number(Setting.THREADS, 1, 1000),
        read.text(Setting.OPERATOR_ADDRESS),
        read.number(Setting.OPERATOR_PORT, 0, 65_535),
        read.flag(Setting.LEADER_ELECTION),
        read.text(Setting.LEASE_NAMESPACE));
  }

  /**
   * @param operator the namespace and name of its Lease
   */
  ReconcileSettings reconcileSettings(String operator) {
    return new ReconcileSettings(
        gatewayImage,
        redisImage,
        nodeAddress,
        retryInterval,
        progressDeadline,
        upgradePolicy,
        operator,
        allowedImages,
        mountableSecrets);
  }

  private static Set<String> namespaces(String text) {
    var names =
        Arrays.stream(text.split(","))
            .map(String::strip)
            .filter(Predicate.not(String::isEmpty))
            .collect(Collectors.toUnmodifiableSet());
    if (names.contains("*")) {
      return Set.of();
    }
    if (names.isEmpty()) {
      throw new InvalidSettingException(
          Setting.NAMESPACES, text, "namespaces with commas between them, or *");
    }
    return names;
  }

  private record EnvironmentReader(Map<String, String> environment) {

    String text(Setting setting) {
      var value = environment.getOrDefault(setting.variable(), "").strip();
      return value.isEmpty() ? setting.defaultValue() : value;
    }

    List<String> list(Setting setting) {
      return Arrays.stream(text(setting).split(","))
          .map(String::strip)
          .filter(Predicate.not(String::isEmpty))
          .toList();
    }

    int number(Setting setting, int minimum, int maximum) {
      var text = text(setting);
      var expected = "a number from %d to %d".formatted(minimum, maximum);
      try {
        int number = Integer.parseInt(text);
        if (number < minimum || number > maximum) {
          throw new InvalidSettingException(setting, text, expected);
        }
        return number;
      } catch (NumberFormatException e) {
        throw new InvalidSettingException(setting, text, expected);
      }
    }

    boolean flag(Setting setting) {
      return oneOf(setting, "true", "false").equals("true");
    }

    String oneOf(Setting setting, String... allowed) {
      var text = text(setting);
      if (!List.of(allowed).contains(text)) {
        var last = allowed.length - 1;
        var others = String.join(", ", List.of(allowed).subList(0, last));
        throw new InvalidSettingException(setting, text, others + " or " + allowed[last]);
      }
      return text;
    }
  }
}
