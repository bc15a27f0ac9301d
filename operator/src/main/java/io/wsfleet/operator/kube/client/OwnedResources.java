package io.wsfleet.operator.kube.client;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.SSABasedGenericKubernetesResourceMatcher;
import io.wsfleet.operator.api.WebSocketCluster;
import io.wsfleet.operator.kube.ApplyFailure;
import io.wsfleet.operator.kube.OwnedKinds;
import io.wsfleet.operator.kube.Ownership;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

  public OwnedResources(WebSocketCluster cluster, Context<WebSocketCluster> context) {
    this.cluster = cluster;
    this.context = context;
  }

  /** What was refused so far, in the order of the list. */
  public List<ApplyFailure> failures() {
    return List.copyOf(failures);
  }

  /** What else stands in the way. */
  public void addFailure(ApplyFailure applyFailure) {
    failures.add(applyFailure);
  }

  /** How many writes the API server took. */
  public int writeCount() {
    return writeCount;
  }

  /** What is there of one kind and belongs to this resource. */
  public <T extends HasMetadata> List<T> list(Class<T> kind) {
    return context
        .getSecondaryResourcesAsStream(kind)
        .filter(o -> Ownership.of(o, cluster) == Ownership.OURS)
        .toList();
  }

  /**
   * Finds the object, or creates it. The cache is not believed when it has none: an object whose
   * labels were taken off by hand is not in it, and creating that anew would replace its data.
   */
  public <T extends HasMetadata> Optional<T> findOrCreate(T name, Supplier<T> create) {
    var existing = readFromCache(name).or(() -> readFromServer(name));
    if (existing.isPresent()) {
      return existing.filter(this::mayWrite);
    }
    return tryWrite(name, create);
  }

  /** As {@link #findOrCreate}, where there is nothing to create it from. */
  public <T extends HasMetadata> Optional<T> find(T name) {
    return readFromCache(name).or(() -> readFromServer(name)).filter(this::mayWrite);
  }

  /** What is there under this name, whosever it is. */
  public <T extends HasMetadata> Optional<T> readUnowned(T name) {
    return readFromServer(name);
  }

  public void apply(List<HasMetadata> desired) {
    desired.forEach(this::apply);
  }

  /** Deletes what is owned, of a kind that comes and goes, and not on the list. */
  public void prune(List<HasMetadata> wanted) {
    var keys = wanted.stream().map(OwnedResources::key).collect(Collectors.toSet());
    OwnedKinds.PRUNED.stream()
        .flatMap(kind -> list(kind).stream())
        .filter(o -> !keys.contains(key(o)) && o.getMetadata().getDeletionTimestamp() == null)
        .forEach(o -> tryWrite(o, () -> delete(o)));
  }

  /** Changes nothing but the number: the template of a former revision is no longer known. */
  public void scale(Deployment deployment, int replicas) {
    if (deployment.getSpec().getReplicas() == replicas) {
      return;
    }
    var patch = "{\"spec\":{\"replicas\":" + replicas + "}}";
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

  /** Refusals are remembered; that the API server does not answer is for the retry to deal with. */
  private <T extends HasMetadata> Optional<T> tryWrite(T object, Supplier<T> write) {
    try {
      var written = Optional.of(write.get());
      writeCount++;
      return written;
    } catch (KubernetesClientException e) {
      if (e.getCode() != 403 && e.getCode() != 422 && e.getCode() != 400) {
        throw e;
      }
      var status = e.getStatus();
      var statusMessage = status == null ? e.getMessage() : status.getMessage();
      failures.add(
          ApplyFailure.fromApiServer(
              object.getKind(),
              object.getMetadata().getName(),
              e.getCode(),
              Stream.of(statusMessage, e.getMessage())
                  .filter(t -> t != null)
                  .findFirst()
                  .orElse("")));
      return Optional.empty();
    }
  }

  private static String key(HasMetadata object) {
    return object.getKind() + "/" + object.getMetadata().getName();
  }
}
