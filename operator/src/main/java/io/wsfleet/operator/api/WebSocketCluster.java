package io.wsfleet.operator.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import io.wsfleet.operator.api.spec.WebSocketClusterSpec;
import io.wsfleet.operator.api.status.RedisStatus;
import io.wsfleet.operator.api.status.WebSocketClusterStatus;
import org.jspecify.annotations.Nullable;

/** The resource: a fleet of Socket.IO gateways with Redis between them, behind one Service. */
@Group("wsfleet.io")
@Version("v1alpha1")
@ShortNames("wsc")
@ValidationRule(
    value =
        "self.metadata.name.size() <= 40"
            + " && self.metadata.name.matches('^[a-z]([-a-z0-9]*[a-z0-9])?$')",
    message =
        "metadata.name must have at most 40 characters, lower case letters, digits and '-', begin"
            + " with a letter and end with a letter or digit: Services and labels are named after"
            + " it")
@AdditionalPrinterColumn(
    name = "Ready",
    type = Type.STRING,
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(
    name = "Degraded",
    type = Type.STRING,
    jsonPath = ".status.conditions[?(@.type==\"Degraded\")].reason")
@AdditionalPrinterColumn(name = "Gateways", type = Type.STRING, jsonPath = ".status.gateways")
@AdditionalPrinterColumn(
    name = "Connections",
    type = Type.INTEGER,
    jsonPath = ".status.connections")
@AdditionalPrinterColumn(name = "Redis", type = Type.STRING, jsonPath = ".status.redisPods")
@AdditionalPrinterColumn(name = "URL", type = Type.STRING, jsonPath = ".status.url")
@AdditionalPrinterColumn(
    name = "Master",
    type = Type.STRING,
    jsonPath = ".status.redis.master",
    priority = 1)
@AdditionalPrinterColumn(
    name = "Revision",
    type = Type.STRING,
    jsonPath = ".status.revision",
    priority = 1)
@AdditionalPrinterColumn(name = "Age", type = Type.DATE, jsonPath = ".metadata.creationTimestamp")
public final class WebSocketCluster
    extends CustomResource<@Nullable WebSocketClusterSpec, @Nullable WebSocketClusterStatus>
    implements Namespaced {

  private static final long serialVersionUID = 1;

  /** namespace/name, as logs, metrics and caches call it. */
  public String namespacedName() {
    return getMetadata().getNamespace() + "/" + getMetadata().getName();
  }

  /** The record of its Redis; null if there is none yet. */
  public @Nullable RedisStatus redisStatus() {
    var status = getStatus();
    return status == null ? null : status.redis();
  }

  /** Whether the status is about the present spec. */
  public boolean hasCurrentStatus() {
    var status = getStatus();
    var generation = getMetadata().getGeneration();
    return status != null && generation != null && generation.equals(status.observedGeneration());
  }

  /** The spec with its defaults. */
  public WebSocketClusterSpec effectiveSpec() {
    var spec = getSpec();
    return spec == null ? WebSocketClusterSpec.DEFAULT : spec;
  }

  /** The same resource with another spec. */
  public WebSocketCluster withSpec(WebSocketClusterSpec spec) {
    var copy = new WebSocketCluster();
    copy.setMetadata(getMetadata());
    copy.setSpec(spec);
    copy.setStatus(getStatus());
    return copy;
  }

  /** A patch with this status and nothing else. */
  public WebSocketCluster statusPatch(WebSocketClusterStatus status) {
    var report = new WebSocketCluster();
    report.setMetadata(
        new ObjectMetaBuilder()
            .withName(getMetadata().getName())
            .withNamespace(getMetadata().getNamespace())
            .build());
    report.setSpec(null);
    report.setStatus(status);
    return report;
  }

  @Override
  @Default("{}")
  @JsonPropertyDescription("The desired state of the fleet. Every field has a default.")
  public @Nullable WebSocketClusterSpec getSpec() {
    return super.getSpec();
  }

  @Override
  @JsonPropertyDescription("The state of the fleet that the operator last observed.")
  public @Nullable WebSocketClusterStatus getStatus() {
    return super.getStatus();
  }

  @Override
  protected @Nullable WebSocketClusterSpec initSpec() {
    return null;
  }

  @Override
  protected @Nullable WebSocketClusterStatus initStatus() {
    return null;
  }
}
