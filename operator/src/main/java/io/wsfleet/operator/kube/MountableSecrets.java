package io.wsfleet.operator.kube;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Optional;

/**
 * Decides whether a fleet may mount a Secret that its resource names. Who may create a
 * WebSocketCluster also chooses the image that gets the Secret, and could read every Secret of the
 * namespace that way. So the Secret must have a label, which only those can set who may write it.
 *
 * @param isLabelRequired a setting of the operator
 */
public record MountableSecrets(boolean isLabelRequired) {

  /** On a Secret that fleets may mount; the value is "true". */
  public static final String LABEL = "wsfleet.io/mountable";

  /**
   * Why the Secret may not be mounted, or will not be for the next fleet; empty if it may.
   *
   * @param secret as it was found
   * @param field that names it
   * @param deployments of the fleet; a Secret that one of them mounts stays mounted, so that fleets
   *     of a time without this label run on
   */
  public Optional<ApplyFailure> violation(
      Secret secret, String field, List<Deployment> deployments) {
    if (!isLabelRequired || Labels.value(secret, LABEL).equals("true")) {
      return Optional.empty();
    }
    var name = secret.getMetadata().getName();
    return Optional.of(
        deployments.stream().anyMatch(d -> mounts(d, name))
            ? ApplyFailure.secretWithoutLabel(name, field, LABEL)
            : ApplyFailure.secretNotAllowed(name, field, LABEL));
  }

  /**
   * Whether a fleet may be applied before its Secret exists. If it could, it would mount what comes
   * later, with or without the label.
   */
  public boolean mayWaitFor(String secret, List<Deployment> deployments) {
    return !isLabelRequired || deployments.stream().anyMatch(d -> mounts(d, secret));
  }

  private static boolean mounts(Deployment deployment, String secret) {
    var volumes = deployment.getSpec().getTemplate().getSpec().getVolumes();
    return volumes.stream()
        .anyMatch(v -> v.getSecret() != null && secret.equals(v.getSecret().getSecretName()));
  }
}
