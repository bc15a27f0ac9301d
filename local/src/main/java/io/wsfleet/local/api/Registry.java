package io.wsfleet.local.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsfleet.local.api.WriteOptions.FieldValidation;
import io.wsfleet.local.api.admission.AdmissionChain;
import io.wsfleet.local.api.admission.AdmissionRequest;
import io.wsfleet.local.api.patch.ManagedFields;
import io.wsfleet.local.api.patch.ManagedFields.FieldManager;
import io.wsfleet.local.api.patch.ServerSideApply;
import io.wsfleet.local.model.Json;
import io.wsfleet.local.model.Kind;
import io.wsfleet.local.model.Kinds;
import io.wsfleet.local.model.Ref;
import io.wsfleet.local.model.Resource;
import io.wsfleet.local.model.StatusException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The objects that the API server stores, and the rules by which they change. Each public method is
 * atomic: it holds the one lock of this package. Every write passes the same steps: preconditions,
 * admission, metadata, managed fields, store, notification of watches. A write that changes nothing
 * is not stored: the resource version stays, and watches see nothing.
 */
public final class Registry {
  private final ObjectStore objectStore = new ObjectStore();
  private final ServedKinds servedKinds = new ServedKinds();
  private final Preconditions preconditions = new Preconditions(objectStore);
  private final ObjectMetadata objectMetadata;
  private final AdmissionChain admissionChain;
  private final InstantSource clock;

  public Registry(
      String serviceAddressPrefix,
      IntPredicate isFreeOnThisMachine,
      InstantSource clock,
      RandomGenerator random) {
    this.admissionChain =
        new AdmissionChain(
            serviceAddressPrefix, isFreeOnThisMachine, () -> objectStore.list(Kinds.SERVICE, ""));
    this.clock = clock;
    this.objectMetadata = new ObjectMetadata(random);
  }

  public synchronized Collection<ServedKind> served() {
    return servedKinds.all();
  }

  public synchronized Optional<Resource> get(Ref ref) {
    return objectStore.get(ref);
  }

  /** All objects of a kind in a namespace, or in all namespaces if the given one is empty. */
  public synchronized List<Resource> list(Kind kind, String namespace) {
    return objectStore.list(kind, namespace);
  }

  public synchronized List<Resource> listAll() {
    return objectStore.listAll();
  }

  public synchronized ObjectList listWithVersion(Kind kind, String namespace) {
    return new ObjectList(objectStore.version(), objectStore.list(kind, namespace));
  }

  /**
   * Calls the listener for each change after a version, the past ones first.
   *
   * @return ends the watch; empty if the changes after that version are no longer known
   */
  public synchronized Optional<Runnable> watch(long after, Consumer<ObjectChange> listener) {
    return objectStore
        .since(after)
        .map(
            missed -> {
              missed.forEach(listener);
              return objectStore.addListener(listener);
            });
  }

  public synchronized Resource create(
      Kind kind, String namespace, ObjectNode given, WriteOptions writeOptions) {
    ObjectNode object = given.deepCopy();
    objectMetadata.assignName(kind, namespace, object);
    preconditions.requireAbsent(new Resource(kind, object).ref());
    preconditions.requireNamespace(kind, namespace);
    if (kind.hasStatus()) {
      object.remove("status");
    }
    return commit(null, new Resource(kind, object), writeOptions, null);
  }

  /** Replaces an object. If the given one has a version, it must be the version that is stored. */
  public synchronized Resource replace(Ref ref, ObjectNode given, WriteOptions writeOptions) {
    return update(ref, stored -> given, writeOptions);
  }

  /** Changes an object that exists, beginning with its stored state. */
  public synchronized Resource update(
      Ref ref, UnaryOperator<ObjectNode> change, WriteOptions writeOptions) {
    Resource before = preconditions.requirePresent(ref);
    ObjectNode wanted = change.apply(before.copy()).deepCopy();
    Preconditions.requireVersion(ref, before, wanted);
    Preconditions.requireUid(ref, before, wanted);
    ObjectNode object = Subresources.restrictUpdate(before, wanted, writeOptions);
    return commit(before, new Resource(ref.kind(), object), writeOptions, null);
  }

  /**
   * Server-side apply. It creates an object that does not exist, unless the request names a uid.
   */
  public synchronized Resource apply(Ref ref, ObjectNode given, WriteOptions writeOptions) {
    Resource before =
        writeOptions.subresource().isEmpty()
            ? objectStore.get(ref).orElse(null)
            : preconditions.requirePresent(ref);
    Preconditions.requireUid(ref, before, given);
    Preconditions.requireVersion(ref, before, given);
    ObjectNode applied = Subresources.restrictApply(ref.kind(), given, writeOptions);
    Json.child(applied, "metadata").put("name", ref.name());
    ObjectNode object = merge(ref, before, applied, writeOptions);
    if (before == null) {
      objectMetadata.assignName(ref.kind(), ref.namespace(), object);
      preconditions.requireNamespace(ref.kind(), ref.namespace());
    }
    return commit(before, new Resource(ref.kind(), object), writeOptions, applied);
  }

  private ObjectNode merge(
      Ref ref, @Nullable Resource before, ObjectNode applied, WriteOptions writeOptions) {
    ObjectNode live = before == null ? ServerSideApply.emptyObject(applied) : before.json();
    var fieldManager =
        new FieldManager(writeOptions.fieldManager(), true, writeOptions.subresource());
    ServerSideApply.Result result =
        ServerSideApply.apply(
            live, applied, servedKinds.get(ref.kind()).mergeSchema(), fieldManager);
    if (!result.conflicts().isEmpty() && !writeOptions.force()) {
      throw StatusException.applyConflict(result.conflicts());
    }
    return result.object();
  }

  /** Deletes an object, or marks it for deletion if it has to end first. */
  public synchronized Optional<Resource> delete(Ref ref, @Nullable Duration grace, boolean dryRun) {
    Resource before = preconditions.requirePresent(ref);
    if (dryRun) {
      return Optional.empty();
    }
    Duration allowed = Deletion.grace(before, grace);
    if (allowed.isZero() && before.at("/metadata/finalizers").isEmpty()) {
      objectStore.remove(ref);
      if (ref.kind().equals(Kinds.CUSTOM_RESOURCE_DEFINITION)) {
        unregisterKind(before);
      }
      return Optional.empty();
    }
    if (before.isDeleting() && !Deletion.isSooner(before, allowed)) {
      return Optional.of(before);
    }
    return Optional.of(
        objectStore.put(
            new Resource(ref.kind(), Deletion.withDeletionTimestamp(before, now(), allowed))));
  }

  /** Removes an owner from the owner references of its dependents, so that they outlive it. */
  public synchronized void orphanDependents(Resource owner) {
    for (Resource resource : objectStore.listAll()) {
      if (resource.at("/metadata/ownerReferences").findValuesAsText("uid").contains(owner.uid())) {
        update(
            resource.ref(),
            object -> OwnerReferences.without(object, owner.uid()),
            WriteOptions.by("api"));
      }
    }
  }

  /**
   * Admits and stores an object.
   *
   * @param applied the configuration of a server-side apply
   */
  private Resource commit(
      @Nullable Resource before,
      Resource wanted,
      WriteOptions writeOptions,
      @Nullable ObjectNode applied) {
    ServedKind servedKind = servedKinds.get(wanted.kind());
    if (!writeOptions.isToStatus() || applied == null) {
      admissionChain.admit(
          new AdmissionRequest(
              before,
              wanted,
              servedKind.schema(),
              writeOptions.fieldValidation() == FieldValidation.STRICT,
              writeOptions.isToStatus()));
    }
    objectMetadata.fill(before, wanted.json(), now());
    ManagedFields.update(
        before == null ? null : before.json(),
        wanted.json(),
        servedKind.mergeSchema(),
        new FieldManager(writeOptions.fieldManager(), applied != null, writeOptions.subresource()),
        applied,
        now());
    if (before != null && before.json().equals(wanted.json())) {
      return before;
    }
    if (writeOptions.dryRun()) {
      return wanted;
    }
    if (Deletion.isFinished(before, wanted)) {
      objectStore.remove(wanted.ref());
      return wanted;
    }
    Resource stored = objectStore.put(wanted);
    if (stored.kind().equals(Kinds.CUSTOM_RESOURCE_DEFINITION)) {
      registerKind(stored);
    }
    return stored;
  }

  private void registerKind(Resource definition) {
    servedKinds.register(definition);
    if (definition.condition("Established").equals("Unknown")) {
      update(
          definition.ref(),
          object -> CrdConditions.withEstablished(object, now()),
          WriteOptions.by("api").toStatus());
    }
  }

  private void unregisterKind(Resource definition) {
    Kinds.ofDefinition(definition)
        .ifPresent(
            kind -> {
              objectStore.list(kind, "").forEach(object -> objectStore.remove(object.ref()));
              servedKinds.unregister(kind);
            });
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }
}
