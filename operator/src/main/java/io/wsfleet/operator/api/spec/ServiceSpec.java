package io.wsfleet.operator.api.spec;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** The Service that clients connect to. */
@ValidationRule(
    value = "!has(self.nodePort) || self.type != 'ClusterIP'",
    fieldPath = ".nodePort",
    message =
        "service.nodePort is for service.type NodePort or LoadBalancer; a ClusterIP Service has"
            + " none")
public record ServiceSpec(
    @JsonPropertyDescription(
            "NodePort is reachable at a port of every node, LoadBalancer at an address that the"
                + " cloud provides, ClusterIP only inside the cluster.")
        @Default("NodePort")
        ServiceType type,
    @JsonPropertyDescription("The port of the Service inside the cluster.")
        @Default("3000")
        @Min(1)
        @Max(65535)
        Integer port,
    @JsonPropertyDescription(
            "The port at every node. Default: the cluster chooses one and keeps it. It must be in"
                + " the node port range of the cluster, which is 30000 to 32767 by default.")
        @Min(1024)
        @Max(65535)
        @Nullable Integer nodePort,
    @JsonPropertyDescription(
            "ClientIP sends a client address to the same gateway again, which saves forwarding;"
                + " None sends each connection to any gateway. Clients work with both.")
        @Default("ClientIP")
        SessionAffinity sessionAffinity,
    @JsonPropertyDescription(
            "For how many seconds after its last connection a client address is sent to the same"
                + " gateway, with sessionAffinity ClientIP.")
        @Default("10")
        @Min(1)
        @Max(86400)
        Integer affinityTimeoutSeconds) {

  static final ServiceSpec DEFAULT = new ServiceSpec(null, null, null, null, null);

  public ServiceSpec(
      @Nullable ServiceType type,
      @Nullable Integer port,
      @Nullable Integer nodePort,
      @Nullable SessionAffinity sessionAffinity,
      @Nullable Integer affinityTimeoutSeconds) {
    this.type = type == null ? ServiceType.NodePort : type;
    this.port = port == null ? 3000 : port;
    this.nodePort = nodePort;
    this.sessionAffinity = sessionAffinity == null ? SessionAffinity.ClientIP : sessionAffinity;
    this.affinityTimeoutSeconds = affinityTimeoutSeconds == null ? 10 : affinityTimeoutSeconds;
  }
}
