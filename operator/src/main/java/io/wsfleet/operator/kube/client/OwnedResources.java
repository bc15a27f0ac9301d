package io.wsfleet.operator.kube.client;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.SSABasedGenericKubernetesResourceMatcher;
import io.wsfleet.operator.api.WebSocketCluster;
import io.wsfleet.operator.kube.ApplyFailure;
import io.wsfleet.operator.kube.OwnedKinds;
import io.wsfleet.operator.kube.Ownership;
import io.wsfleet.operator.kube.ReferencedObjects;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The only writer of the objects that a WebSocketCluster owns. It applies what differs, deletes
 * what is owned and no longer desired, and never touches an object of somebody else. A refusal of
 * the API server is kept as an {@link ApplyFailure}, and the other objects are applied all the
 * same.
 */
public final class OwnedResources {

  private final WebSocketCluster cluster;
  private final Context<WebSocketCluster> context;
  private final List<ApplyFailure> failures = new ArrayList<>();
  private int writeCount;
  private boolean isRefused;

  public OwnedResources(WebSocketCluster cluster, Context<WebSocketCluster> context) {
    this.cluster = cluster;
    this.context = context;
  }

  /** The failures so far, in the order in which they occurred. */
  public List<ApplyFailure> failures() {
    return List.copyOf(failures);
  }

  /** Adds a failure that is not a refused write. */
  public void addFailure(ApplyFailure applyFailure) {
    failures.add(applyFailure);
  }

  /** Adds a failure with which nothing of the spec may be applied. */
  public void refuse(ApplyFailure applyFailure) {
    isRefused = true;
    failures.add(applyFailure);
  }

  /** Whether the spec asks for what is not allowed. */
  public boolean isRefused() {
    return isRefused || failures.stream().anyMatch(ApplyFailure::isRefusal);
  }

  /** The number of successful writes. */
  public int writeCount() {
    return writeCount;
  }

  /** The existing objects of one kind that belong to this resource. */
  public <T extends HasMetadata> List<T> list(Class<T> kind) {
    return context
        .getSecondaryResourcesAsStream(kind)
        .filter(o -> Ownership.of(o, cluster) == Ownership.OURS)
        .toList();
  }

  /**
   * Finds the object, or creates it. An object that is not in the cache is read from the API
   * server: its labels may have been removed by hand, and to create it again would replace its
   * data.
   */
  public <T extends HasMetadata> Optional<T> findOrCreate(T name, Supplier<T> create) {
    var existing = readFromCache(name).or(() -> readFromServer(name));
    if (existing.isPresent()) {
      return existing.filter(this::mayWrite);
    }
    return tryWrite(name, create);
  }

  /** As {@link #findOrCreate}, but does not create it. */
  public <T extends HasMetadata> Optional<T> find(T name) {
    return readFromCache(name).or(() -> readFromServer(name)).filter(this::mayWrite);
  }

  /** The object of this name, whoever owns it. */
  public <T extends HasMetadata> Optional<T> readUnowned(T name) {
    return readFromServer(name);
  }

  public void apply(List<HasMetadata> desired) {
    desired.forEach(this::apply);
  }

  /**
   * Deletes owned objects of the {@link OwnedKinds#PRUNED} kinds that are not in the list, except
   * for those that pods still need.
   */
  public void prune(List<HasMetadata> wanted, ReferencedObjects needed) {
    var keys = wanted.stream().map(OwnedResources::key).collect(Collectors.toSet());
    OwnedKinds.PRUNED.stream()
        .flatMap(kind -> list(kind).stream())
        .filter(
            o ->
                !keys.contains(key(o))
                    && !needed.keys().contains(key(o))
                    && o.getMetadata().getDeletionTimestamp() == null)
        .forEach(o -> tryWrite(o, () -> delete(o)));
  }

  /** Changes only the number of replicas: the template of a former revision is no longer known. */
  public void scale(Deployment deployment, int replicas) {
    if (deployment.getSpec().getReplicas() == replicas) {
      return;
    }
    patch(deployment, "{\"spec\":{\"replicas\":" + replicas + "}}");
  }

  /** Adds an annotation to a Deployment that is not applied. */
  public void annotate(Deployment deployment, String key, String value) {
    if (!value.isEmpty()) {
      patch(
          deployment,
          Serialization.asJson(Map.of("metadata", Map.of("annotations", Map.of(key, value)))));
    }
  }

  private void patch(Deployment deployment, String patch) {
    tryWrite(
        deployment,
        () ->
            context
                .resourceOperations()
                .resourcePatch(
                    deployment,
                    d ->
                        context
                            .getClient()
                            .resource(d)
                            .patch(PatchContext.of(PatchType.JSON_MERGE), patch)));
  }

  private void apply(HasMetadata desired) {
    var actual = readFromCache(desired).or(() -> readFromServer(desired));
    if (actual.isPresent() && !mayWrite(actual.get())) {
      return;
    }
    if (actual.filter(a -> matches(a, desired)).isEmpty()) {
      tryWrite(desired, () -> context.resourceOperations().serverSideApply(desired));
    }
  }

  private boolean matches(HasMetadata actual, HasMetadata desired) {
    return SSABasedGenericKubernetesResourceMatcher.<HasMetadata>getInstance()
        .matches(actual, desired, context);
  }

  private boolean mayWrite(HasMetadata actual) {
    var ownership = Ownership.of(actual, cluster);
    var name = actual.getMetadata().getName();
    if (ownership == Ownership.FOREIGN) {
      failures.add(ApplyFailure.nameTaken(actual.getKind(), name));
    } else if (ownership == Ownership.FORMER_RESOURCE
        || actual.getMetadata().getDeletionTimestamp() != null) {
      failures.add(ApplyFailure.stillTerminating(actual.getKind(), name));
      return false;
    }
    return ownership == Ownership.OURS;
  }

  @SuppressWarnings("unchecked")
  private <T extends HasMetadata> Optional<T> readFromCache(T object) {
    var kind = (Class<T>) object.getClass();
    return context
        .getSecondaryResourcesAsStream(kind)
        .filter(o -> o.getMetadata().getName().equals(object.getMetadata().getName()))
        .findFirst();
  }

  private <T extends HasMetadata> Optional<T> readFromServer(T object) {
    return Optional.ofNullable(context.getClient().resource(object).get());
  }

  private HasMetadata delete(HasMetadata object) {
    context.getClient().resource(object).delete();
    return object;
  }

  /** Keeps a refusal as a failure. Other errors are thrown, for a retry. */
  private <T extends HasMetadata> Optional<T> tryWrite(T object, Supplier<T> write) {
    try {
      var written = Optional.of(write.get());
      writeCount++;
      return written;
    } catch (KubernetesClientException e) {
      failures.add(ApiErrors.refusal(object, e).orElseThrow(() -> e));
      return Optional.empty();
    }
  }

  private static String key(HasMetadata object) {
    return ReferencedObjects.key(object.getKind(), object.getMetadata().getName());
  }
}
