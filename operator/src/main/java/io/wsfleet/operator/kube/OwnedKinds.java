package io.wsfleet.operator.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.List;

/** The kinds of objects that the operator creates. */
public final class OwnedKinds {

  /** Informers and permissions follow from this list. */
  public static final List<Class<? extends HasMetadata>> ALL =
      List.of(
          ServiceAccount.class,
          Secret.class,
          PersistentVolumeClaim.class,
          Service.class,
          Deployment.class,
          PodDisruptionBudget.class);

  /**
   * Those that are deleted when they are no longer desired. Secrets and claims stay: they have data
   * that cannot be created again.
   */
  public static final List<Class<? extends HasMetadata>> PRUNED =
      List.of(Service.class, Deployment.class, PodDisruptionBudget.class);

  private OwnedKinds() {}
}
