package io.wsfleet.operator.kube;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The objects that pods need by name: Secrets, ConfigMaps and claims of their volumes, and the
 * Services in their environment. None of them may be deleted as long as a pod needs it.
 *
 * @param keys such as Secret/chat-api
 */
public record ReferencedObjects(Set<String> keys) {

  private static final Set<String> FINISHED = Set.of("Failed", "Succeeded");

  public ReferencedObjects {
    keys = Set.copyOf(keys);
  }

  /**
   * Of the pods that run, also of those that are terminating, and of the pods that the Deployments
   * may start.
   */
  public static ReferencedObjects of(Collection<Deployment> deployments, Collection<Pod> pods) {
    var started =
        pods.stream()
            .filter(p -> p.getStatus() == null || !isFinished(p.getStatus().getPhase()))
            .map(Pod::getSpec);
    var startable =
        deployments.stream()
            .filter(d -> d.getSpec().getReplicas() != null && d.getSpec().getReplicas() > 0)
            .map(d -> d.getSpec().getTemplate())
            .filter(t -> t != null)
            .map(t -> t.getSpec());
    return new ReferencedObjects(
        Stream.concat(started, startable)
            .filter(spec -> spec != null)
            .flatMap(ReferencedObjects::of)
            .collect(Collectors.toSet()));
  }

  public boolean contains(String kind, String name) {
    return keys.contains(key(kind, name));
  }

  public static String key(String kind, String name) {
    return kind + "/" + name;
  }

  private static Stream<String> of(PodSpec spec) {
    return Stream.concat(
        orEmpty(spec.getVolumes()).stream().flatMap(ReferencedObjects::ofVolume),
        orEmpty(spec.getContainers()).stream()
            .map(Container::getEnv)
            .flatMap(env -> orEmpty(env).stream())
            .flatMap(ReferencedObjects::ofVariable));
  }

  private static Stream<String> ofVolume(Volume volume) {
    if (volume.getSecret() != null) {
      return Stream.of(key("Secret", volume.getSecret().getSecretName()));
    }
    if (volume.getConfigMap() != null) {
      return Stream.of(key("ConfigMap", volume.getConfigMap().getName()));
    }
    if (volume.getPersistentVolumeClaim() != null) {
      return Stream.of(
          key("PersistentVolumeClaim", volume.getPersistentVolumeClaim().getClaimName()));
    }
    return Stream.of();
  }

  /** An address such as chat-redis-replica.default.svc:6379. */
  private static Stream<String> ofVariable(EnvVar variable) {
    return Optional.ofNullable(variable.getValue())
        .map(value -> value.split(":", 2)[0].split("\\."))
        .filter(parts -> parts.length == 3 && parts[2].equals("svc"))
        .map(parts -> key("Service", parts[0]))
        .stream();
  }

  private static boolean isFinished(@Nullable String phase) {
    return phase != null && FINISHED.contains(phase);
  }

  private static <T> List<T> orEmpty(@Nullable List<T> list) {
    return list == null ? List.of() : list;
  }
}
