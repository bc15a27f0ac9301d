package io.wsfleet.local.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A kind of objects, with the names in its paths. */
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

  /** The JSON pointers to the numbers of the scale subresource. */
  public record ScalePaths(String specReplicas, String statusReplicas, String selector) {}

  public String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  /** The qualified name as in {@code deployments.apps}; the core group has no suffix. */
  public String qualified() {
    return group.isEmpty() ? plural : plural + "." + group;
  }

  public Ref ref(String namespace, String name) {
    return new Ref(this, namespaced ? namespace : "", name);
  }
}
