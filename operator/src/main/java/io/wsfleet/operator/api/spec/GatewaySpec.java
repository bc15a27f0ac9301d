package io.wsfleet.operator.api.spec;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.model.annotation.SpecReplicas;
import org.jspecify.annotations.Nullable;

/** The servers that hold the clients' connections. */
@ValidationRule(
    value = "self.port != 9000",
    fieldPath = ".port",
    message = "gateway.port must not be 9000: that is the gateway's management port")
public record GatewaySpec(
    @JsonPropertyDescription(
            "How many gateways there are. This is what kubectl scale and an autoscaler set.")
        @Default("2")
        @Min(0)
        @Max(1000)
        @SpecReplicas
        Integer replicas,
    @JsonPropertyDescription(
            "The image of the gateway. Absent, it is the one that belongs to the operator's"
                + " version.")
        @Size(min = 1, max = 500)
        @Nullable String image,
    @JsonPropertyDescription("The port at which the gateway listens inside its pod.")
        @Default("5000")
        @Min(1024)
        @Max(65535)
        Integer port,
    @JsonPropertyDescription("What each gateway asks of its node and may use at most.")
        @Default(
            "{\"requests\":{\"cpu\":\"100m\",\"memory\":\"256Mi\"},"
                + "\"limits\":{\"cpu\":\"2\",\"memory\":\"512Mi\"}}")
        ResourceRequirements resources,
    @JsonPropertyDescription(
            "How many threads of a gateway serve connections. Absent, one for each processor that"
                + " it may use: the limit in resources, or all of the node's.")
        @Min(1)
        @Max(256)
        @Nullable Integer eventLoops,
    @JsonPropertyDescription(
            "For how many milliseconds what the fleet says waits in the gateway for more, so that"
                + " both reach a client in one write. Where much is said to the same clients that"
                + " saves processor time; everything arrives so much later. With 0 nothing waits"
                + " unless the gateway is busy.")
        @Default("0")
        @Min(0)
        @Max(1000)
        Integer coalesceMillis) {

  static final GatewaySpec DEFAULT = new GatewaySpec(null, null, null, null, null, null);

  public GatewaySpec(
      @Nullable Integer replicas,
      @Nullable String image,
      @Nullable Integer port,
      @Nullable ResourceRequirements resources,
      @Nullable Integer eventLoops,
      @Nullable Integer coalesceMillis) {
    this.replicas = replicas == null ? 2 : replicas;
    this.image = image;
    this.port = port == null ? 5000 : port;
    this.resources =
        resources == null
            ? new ResourceRequirementsBuilder()
                .addToRequests("cpu", new Quantity("100m"))
                .addToRequests("memory", new Quantity("256Mi"))
                .addToLimits("cpu", new Quantity("2"))
                .addToLimits("memory", new Quantity("512Mi"))
                .build()
            : resources;
    this.eventLoops = eventLoops;
    this.coalesceMillis = coalesceMillis == null ? 0 : coalesceMillis;
  }
}
