package io.wsfleet.operator.gateway;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.wsfleet.operator.api.WebSocketCluster;
import io.wsfleet.operator.kube.Annotations;
import io.wsfleet.operator.kube.Labels;
import io.wsfleet.operator.kube.RecordedSpec;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Decides which revision the gateways shall have: that of this operator's template, or the one that
 * an earlier operator made for the same spec, which then stays as it is.
 *
 * <ol>
 *   <li>A Deployment with this operator's template is current.
 *   <li>Otherwise the newest one whose recorded spec gives the same template as the present spec is
 *       kept: the user has changed nothing of it, only the operator.
 *   <li>Otherwise the present spec gets a Deployment of its own.
 * </ol>
 *
 * @param desired the Deployment as this operator makes it
 * @param kept the Deployment that stays instead of it
 */
public record CurrentGateways(GatewayDeployment desired, Optional<Deployment> kept) {

  /**
   * @param existing the Deployments of gateways
   * @param mayUpgrade whether an unchanged spec gets the template of this operator
   */
  public static CurrentGateways of(
      GatewayDeployment desired, List<Deployment> existing, boolean mayUpgrade) {
    var revision = desired.revision();
    if (mayUpgrade || existing.stream().anyMatch(d -> revision(d).equals(revision))) {
      return new CurrentGateways(desired, Optional.empty());
    }
    return new CurrentGateways(
        desired,
        existing.stream()
            .filter(d -> isForSameSpec(d, desired, revision))
            .max(Comparator.comparing(d -> d.getMetadata().getCreationTimestamp())));
  }

  public String revision() {
    return kept.map(CurrentGateways::revision).orElseGet(desired::revision);
  }

  /** Whether an earlier operator has made them. */
  public boolean isOutdated() {
    return kept.isPresent();
  }

  /** The spec to record in a Deployment that was kept without a record. */
  public Optional<Deployment> unrecorded() {
    return kept.filter(d -> Annotations.value(d, Annotations.SPEC).isEmpty());
  }

  private static boolean isForSameSpec(
      Deployment deployment, GatewayDeployment desired, String revision) {
    return RecordedSpec.read(deployment, desired.cluster())
        .map(
            recorded ->
                hasSameImage(recorded, desired.cluster())
                    && desired.forSpecOf(recorded).revision().equals(revision))
        .orElseGet(() -> isNamedByStatus(deployment, desired.cluster()));
  }

  /** Who names the image that is the default by now has changed the spec. */
  private static boolean hasSameImage(WebSocketCluster a, WebSocketCluster b) {
    return Objects.equals(a.effectiveSpec().gateway().image(), b.effectiveSpec().gateway().image());
  }

  /** An earlier version recorded nothing; the status names the revision of the observed spec. */
  private static boolean isNamedByStatus(Deployment deployment, WebSocketCluster cluster) {
    var status = cluster.getStatus();
    return Annotations.value(deployment, Annotations.SPEC).isEmpty()
        && status != null
        && revision(deployment).equals(status.revision())
        && cluster.hasCurrentStatus();
  }

  private static String revision(Deployment deployment) {
    return Labels.value(deployment, Labels.REVISION);
  }
}
