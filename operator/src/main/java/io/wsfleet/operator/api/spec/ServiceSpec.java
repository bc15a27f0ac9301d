package io.wsfleet.operator.api.spec;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** The address at which clients reach the gateways. */
@ValidationRule(
    value = "!has(self.nodePort) || self.type != 'ClusterIP'",
    fieldPath = ".nodePort",
    message =
        "service.nodePort is for service.type NodePort or LoadBalancer; a ClusterIP Service has"
            + " none")
public record ServiceSpec(
    @JsonPropertyDescription(
            "NodePort answers at a port of every node, LoadBalancer at an address that the cloud"
                + " gives, ClusterIP inside the cluster only.")
        @Default("NodePort")
        ServiceType type,
    @JsonPropertyDescription("The port of the Service inside the cluster.")
        @Default("3000")
        @Min(1)
        @Max(65535)
        Integer port,
    @JsonPropertyDescription(
            "The port at every node. Absent, the cluster chooses one and keeps it. It must lie in"
                + " the cluster's node port range, which is 30000 to 32767 where nobody has"
                + " changed it.")
        @Min(1024)
        @Max(65535)
        @Nullable Integer nodePort,
    @JsonPropertyDescription(
            "ClientIP sends a client address back to the gateway that it had, which saves"
                + " forwarding; None sends each connection anywhere. Clients work with both.")
        @Default("ClientIP")
        SessionAffinity sessionAffinity,
    @JsonPropertyDescription(
            "For how many seconds after its last connection a client address comes back to the"
                + " same gateway, with sessionAffinity ClientIP.")
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
