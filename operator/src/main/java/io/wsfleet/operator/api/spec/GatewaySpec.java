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

/** The gateways: the servers that clients connect to. */
@ValidationRule(
    value = "self.port != 9000",
    fieldPath = ".port",
    message = "gateway.port must not be 9000: that is the management port of the gateway")
public record GatewaySpec(
    @JsonPropertyDescription("The number of gateways. kubectl scale and autoscalers set it.")
        @Default("2")
        @Min(0)
        @Max(1000)
        @SpecReplicas
        Integer replicas,
    @JsonPropertyDescription(
            "The image of the gateway. Default: the image of the operator setting"
                + " WSFLEET_GATEWAY_IMAGE.")
        @Size(min = 1, max = 500)
        @Nullable String image,
    @JsonPropertyDescription("The port of the gateway inside its pod.")
        @Default("5000")
        @Min(1024)
        @Max(65535)
        Integer port,
    @JsonPropertyDescription("The resources of each gateway: requests and limits.")
        @Default(
            "{\"requests\":{\"cpu\":\"100m\",\"memory\":\"256Mi\"},"
                + "\"limits\":{\"cpu\":\"2\",\"memory\":\"512Mi\"}}")
        ResourceRequirements resources,
    @JsonPropertyDescription(
            "The number of threads of a gateway that serve connections. Default: one for each"
                + " available processor, which is the limit in resources, or all of the node.")
        @Min(1)
        @Max(256)
        @Nullable Integer eventLoops,
    @JsonPropertyDescription(
            "How many milliseconds a message waits in the gateway for further ones, so that a"
                + " client gets them in one write. With many messages to the same clients this"
                + " saves processor time; every message is delayed by this time. With 0 messages"
                + " wait only while the gateway is busy.")
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
