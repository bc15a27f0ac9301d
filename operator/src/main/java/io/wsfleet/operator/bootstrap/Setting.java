package io.wsfleet.operator.bootstrap;

/** One environment variable of the operator. {@code --help} and docs/operator.md list them all. */
public enum Setting {
  NAMESPACES(
      "default",
      "The namespaces whose WebSocketClusters are served: one, several with commas between them,"
          + " or * for all."),
  GATEWAY_IMAGE(
      "wsfleet/gateway:" + Version.TEXT, "The gateway image where a resource names none."),
  REDIS_IMAGE("redis:8", "The Redis image where a resource names none."),
  NODE_ADDRESS(
      "",
      "The host that stands for the nodes in the URL of a NodePort Service. Empty: the address of"
          + " a node that runs a gateway."),
  POLL_SECONDS("10", "How often each gateway is asked how many connections it holds."),
  POLL_TIMEOUT_MILLIS("2000", "How long a gateway may take to answer that."),
  RETRY_SECONDS(
      "10", "After how many seconds something that the API server refused is tried again."),
  RETRY_MAX_SECONDS(
      "30", "The longest time between two tries while the API server cannot be used."),
  FORMER_PASSWORD_SECONDS(
      "300",
      "How long Redis takes a former password once all of it takes the new one. Kubelets may need"
          + " two minutes to bring that to the gateways."),
  THREADS("10", "How many WebSocketClusters are reconciled at once."),
  OPERATOR_ADDRESS("0.0.0.0", "The address at which metrics and health are served."),
  OPERATOR_PORT("8080", "The port at which metrics and health are served; 0 is any free one."),
  LEADER_ELECTION(
      "true", "Whether a Lease decides which of several operators acts. With false run only one."),
  LEASE_NAMESPACE(
      "", "The namespace of the Lease. Empty: that of the operator's pod or kubeconfig."),
  LOG_FORMAT("text", "text, or json for one JSON object a line."),
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
