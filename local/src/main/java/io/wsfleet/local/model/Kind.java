package io.wsfleet.local.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A kind of object that is served, and what its paths look like. */
public record Kind(
    String group,
    String version,
    String kind,
    String plural,
    String singular,
    List<String> shortNames,
    boolean namespaced,
    boolean hasStatus,
    @Nullable ScalePaths scale) {

  /** Where the scale subresource finds its numbers, as JSON pointers. */
  public record ScalePaths(String specReplicas, String statusReplicas, String selector) {}

  public String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  /** As in {@code deployments.apps}; the core group has none to name. */
  public String qualified() {
    return group.isEmpty() ? plural : plural + "." + group;
  }

  public Ref ref(String namespace, String name) {
    return new Ref(this, namespaced ? namespace : "", name);
  }
}
