package io.wsfleet.operator.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.wsfleet.operator.api.WebSocketCluster;
import java.util.List;

/** The owner of an object that has a name which the operator wants to use. */
public enum Ownership {
  /** Made for this very resource, even if its owner reference was removed by hand. */
  OURS,
  /** Made for a deleted resource of this name; the garbage collector will delete it. */
  FORMER_RESOURCE,
  /** Of somebody else. It is never changed. */
  FOREIGN;

  /** The name under which the API server records the fields that the operator applies. */
  public static final String FIELD_MANAGER = "wsfleet-operator";

  public static Ownership of(HasMetadata object, WebSocketCluster cluster) {
    var owners = owners(object);
    if (owners.stream().anyMatch(o -> o.getUid().equals(cluster.getMetadata().getUid()))) {
      return OURS;
    }
    if (owners.stream().anyMatch(o -> isSameName(o, cluster))) {
      return FORMER_RESOURCE;
    }
    boolean free = owners.stream().noneMatch(o -> Boolean.TRUE.equals(o.getController()));
    return free && isAppliedByOperator(object) && matchesClusterLabel(object, cluster)
        ? OURS
        : FOREIGN;
  }

  private static List<OwnerReference> owners(HasMetadata object) {
    var owners = object.getMetadata().getOwnerReferences();
    return owners == null ? List.of() : owners;
  }

  private static boolean isSameName(OwnerReference owner, WebSocketCluster cluster) {
    return owner.getKind().equals(cluster.getKind())
        && owner.getName().equals(cluster.getMetadata().getName());
  }

  private static boolean isAppliedByOperator(HasMetadata object) {
    var fields = object.getMetadata().getManagedFields();
    return fields != null
        && fields.stream()
            .anyMatch(
                f -> FIELD_MANAGER.equals(f.getManager()) && "Apply".equals(f.getOperation()));
  }

  private static boolean matchesClusterLabel(HasMetadata object, WebSocketCluster cluster) {
    var label = Labels.value(object, Labels.CLUSTER);
    return label.isEmpty() || label.equals(cluster.getMetadata().getName());
  }
}
