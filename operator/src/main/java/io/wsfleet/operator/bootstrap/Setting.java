package io.wsfleet.operator.bootstrap;

/** One environment variable of the operator. {@code --help} and docs/operator.md list them all. */
public enum Setting {
  NAMESPACES(
      "default",
      "The namespaces whose WebSocketClusters are served: one, several separated by commas, or *"
          + " for all."),
  GATEWAY_IMAGE(
      "wsfleet/gateway:" + Version.TEXT, "The gateway image of resources that name none."),
  REDIS_IMAGE("redis:8", "The Redis image of resources that name none."),
  NODE_ADDRESS(
      "",
      "The host in the URL of a NodePort Service. Empty: the address of a node that runs a"
          + " gateway."),
  POLL_SECONDS("10", "Time between two polls of the number of connections of each gateway."),
  POLL_TIMEOUT_MILLIS("2000", "Time limit for the answer of a gateway to a poll."),
  RETRY_SECONDS("10", "Time until the operator tries again what the API server refused."),
  RETRY_MAX_SECONDS(
      "30", "The longest time between two attempts while the API server is unavailable."),
  UPGRADE_FLEETS(
      "OnSpecChange",
      "What an operator of a new version does with fleets whose spec is unchanged. OnSpecChange:"
          + " they stay as they are until their spec changes. Staggered: it upgrades one after the"
          + " other, each when the one before is ready."),
  PROGRESS_DEADLINE_SECONDS(
      "300", "How long a pod may take to become ready before the fleet is Degraded."),
  FORMER_PASSWORD_SECONDS(
      "300",
      "How long Redis still accepts the former password after every Redis accepts the new one."
          + " Kubelets may need two minutes to update the files of the gateways."),
  ALLOWED_IMAGES(
      "",
      "The images that resources may name, separated by commas; one that ends in * allows what"
          + " begins with it. Empty: every image."),
  REQUIRE_SECRET_LABEL(
      "true",
      "Whether a Secret that a resource names must have the label wsfleet.io/mountable=true. A"
          + " fleet that mounts it already goes on without."),
  THREADS("10", "How many WebSocketClusters are reconciled at the same time."),
  OPERATOR_ADDRESS("0.0.0.0", "The address to bind for metrics and health."),
  OPERATOR_PORT("8080", "The port for metrics and health; 0 is any free port."),
  LEADER_ELECTION(
      "true",
      "Whether a Lease selects the leader of several operators. With false run only one operator."),
  LEASE_NAMESPACE(
      "",
      "The namespace of the Lease. Empty: the namespace of the operator pod, or of the"
          + " kubeconfig."),
  LOG_FORMAT(
      "text",
      "text, or json for one JSON object in a line; what a line is about is in `fields`, such as `cluster`."),
  LOG_LEVEL("INFO", "ERROR, WARN, INFO, DEBUG or TRACE.");

  private final String defaultValue;
  private final String description;

  Setting(String defaultValue, String description) {
    this.defaultValue = defaultValue;
    this.description = description;
  }

  public String variable() {
    return "WSFLEET_" + name();
  }

  public String defaultValue() {
    return defaultValue;
  }

  public String description() {
    return description;
  }
}
