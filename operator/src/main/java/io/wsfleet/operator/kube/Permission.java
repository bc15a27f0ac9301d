package io.wsfleet.operator.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A permission that the operator needs; a test compares them with deploy/. */
public record Permission(String group, String resource, Set<String> verbs) {

  /** Needed in every namespace whose WebSocketClusters it serves. */
  public static List<Permission> inNamespaces() {
    var permissions = new ArrayList<Permission>();
    permissions.add(of("wsfleet.io", "websocketclusters", "get", "list", "watch"));
    permissions.add(of("wsfleet.io", "websocketclusters/status", "patch"));
    permissions.add(of("", "pods", "list", "watch", "patch"));
    permissions.add(of("apps", "replicasets", "list", "watch"));
    permissions.add(of("", "pods/status", "patch"));
    permissions.add(of("events.k8s.io", "events", "create"));
    OwnedKinds.ALL.forEach(kind -> permissions.add(forOwnedKind(kind)));
    return permissions;
  }

  /** Needed in the namespace of its Lease. Renewing needs patch, which JOSDK does not check. */
  public static List<Permission> forLease() {
    return List.of(of("coordination.k8s.io", "leases", "get", "create", "update", "patch"));
  }

  /** Server-side apply of an absent object needs create. */
  private static Permission forOwnedKind(Class<? extends HasMetadata> kind) {
    var verbs = new TreeSet<>(Set.of("get", "list", "watch", "create", "patch"));
    if (OwnedKinds.PRUNED.contains(kind)) {
      verbs.add("delete");
    }
    return new Permission(HasMetadata.getGroup(kind), HasMetadata.getPlural(kind), verbs);
  }

  private static Permission of(String group, String resource, String... verbs) {
    return new Permission(group, resource, new TreeSet<>(Set.of(verbs)));
  }
}
