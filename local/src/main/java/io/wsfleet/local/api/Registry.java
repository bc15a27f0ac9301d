package io.wsfleet.local.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsfleet.local.api.WriteOptions.FieldValidation;
import io.wsfleet.local.api.patch.ManagedFields;
import io.wsfleet.local.api.patch.ManagedFields.FieldManager;
import io.wsfleet.local.api.patch.ServerSideApply;
import io.wsfleet.local.model.Json;
import io.wsfleet.local.model.Kind;
import io.wsfleet.local.model.Kinds;
import io.wsfleet.local.model.Ref;
import io.wsfleet.local.model.Resource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * All objects, and how they may change. Each method is atomic; each write goes the same way:
 * default, check, allocate, note who owns what, store, tell. A write that changes nothing is none:
 * it leaves the version alone and nobody is told.
 */
public final class Registry {
  private final ObjectStore objectStore = new ObjectStore();
  private final Map<String, ServedKind> servedKinds = new LinkedHashMap<>();
  private final ObjectMetadata objectMetadata;
  private final InstantSource clock;
  private final ServiceAllocator ports;

  public Registry(
      String serviceAddressPrefix,
      IntPredicate isFreeOnThisMachine,
      InstantSource clock,
      RandomGenerator random) {
    this.ports = new ServiceAllocator(serviceAddressPrefix, isFreeOnThisMachine);
    this.clock = clock;
    this.objectMetadata = new ObjectMetadata(random);
    Kinds.BUILT_IN.forEach(kind -> servedKinds.put(kind.qualified(), ServedKind.builtIn(kind)));
  }

  public synchronized Collection<ServedKind> served() {
    return List.copyOf(servedKinds.values());
  }

  public synchronized Optional<Resource> get(Ref ref) {
    return objectStore.get(ref);
  }

  /** All of a kind; of all namespaces, if the given one is empty. */
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
   * Has the listener told of all that happens from a version on.
   *
   * @return how to stop it; empty if what happened since is no longer known
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
    Ref ref = new Resource(kind, object).ref();
    if (objectStore.get(ref).isPresent()) {
      throw StatusException.alreadyExists(ref);
    }
    if (kind.namespaced() && objectStore.get(Kinds.NAMESPACE.ref("", namespace)).isEmpty()) {
      throw StatusException.notFound(Kinds.NAMESPACE.ref("", namespace));
    }
    if (kind.hasStatus()) {
      object.remove("status");
    }
    return commit(null, new Resource(kind, object), writeOptions, null);
  }

  /** Replaces an object. Its version, if it is given, must be the one that is there. */
  public synchronized Resource replace(Ref ref, ObjectNode given, WriteOptions writeOptions) {
    return update(ref, there -> given, writeOptions);
  }

  /** Changes an object as it is now. */
  public synchronized Resource update(
      Ref ref, UnaryOperator<ObjectNode> how, WriteOptions writeOptions) {
    Resource before = objectStore.get(ref).orElseThrow(() -> StatusException.notFound(ref));
    ObjectNode wanted = how.apply(before.copy()).deepCopy();
    String version = wanted.at("/metadata/resourceVersion").asText("");
    if (!version.isEmpty() && !version.equals(before.text("/metadata/resourceVersion"))) {
      throw StatusException.conflict(ref);
    }
    String uid = wanted.at("/metadata/uid").asText("");
    if (!uid.isEmpty() && !uid.equals(before.uid())) {
      throw StatusException.uidConflict(ref, uid);
    }
    return commit(
        before,
        new Resource(ref.kind(), restrictToSubresource(before, wanted, writeOptions)),
        writeOptions,
        null);
  }

  /**
   * Server-side apply; creates what is not there, unless the one that was meant is named by uid.
   */
  public synchronized Resource apply(Ref ref, ObjectNode given, WriteOptions writeOptions) {
    ObjectNode applied = restrictToApplied(ref, given, writeOptions);
    Json.child(applied, "metadata").put("name", ref.name());
    FieldManager fieldManager =
        new FieldManager(writeOptions.fieldManager(), true, writeOptions.subresource());
    Resource before = objectStore.get(ref).orElse(null);
    if (before == null && !writeOptions.subresource().isEmpty()) {
      throw StatusException.notFound(ref);
    }
    String meant = given.at("/metadata/uid").asText("");
    if (!meant.isEmpty() && (before == null || !meant.equals(before.text("/metadata/uid")))) {
      throw StatusException.uidConflict(ref, meant);
    }
    String version = given.at("/metadata/resourceVersion").asText("");
    if (before != null
        && !version.isEmpty()
        && !version.equals(before.text("/metadata/resourceVersion"))) {
      throw StatusException.conflict(ref);
    }
    ObjectNode live = before == null ? ServerSideApply.emptyObject(applied) : before.json();
    ServerSideApply.Result result =
        ServerSideApply.apply(live, applied, served(ref.kind()).mergeSchema(), fieldManager);
    if (!result.conflicts().isEmpty() && !writeOptions.force()) {
      throw StatusException.applyConflict(result.conflicts());
    }
    ObjectNode object = result.object();
    if (before == null) {
      objectMetadata.assignName(ref.kind(), ref.namespace(), object);
      if (ref.kind().namespaced()
          && objectStore.get(Kinds.NAMESPACE.ref("", ref.namespace())).isEmpty()) {
        throw StatusException.notFound(Kinds.NAMESPACE.ref("", ref.namespace()));
      }
    }
    return commit(before, new Resource(ref.kind(), object), writeOptions, applied);
  }

  /** Deletes an object, or marks it, if somebody has to finish it first. */
  public synchronized Optional<Resource> delete(Ref ref, @Nullable Duration grace, boolean dryRun) {
    Resource before = objectStore.get(ref).orElseThrow(() -> StatusException.notFound(ref));
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

  /** Takes an object from the owner references of all others, so that they stay when it goes. */
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

  private Resource commit(
      @Nullable Resource before,
      Resource wanted,
      WriteOptions writeOptions,
      @Nullable ObjectNode applied) {
    Kind kind = wanted.kind();
    ObjectNode object = wanted.json();
    if (!writeOptions.isToStatus() || applied == null) {
      admit(before, wanted, writeOptions);
    }
    objectMetadata.fill(before, object, now());
    ManagedFields.update(
        before == null ? null : before.json(),
        object,
        served(kind).mergeSchema(),
        new FieldManager(writeOptions.fieldManager(), applied != null, writeOptions.subresource()),
        applied,
        now());
    if (before != null && before.json().equals(object)) {
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
    if (kind.equals(Kinds.CUSTOM_RESOURCE_DEFINITION)) {
      registerKind(stored);
    }
    return stored;
  }

  private void admit(@Nullable Resource before, Resource wanted, WriteOptions writeOptions) {
    Kind kind = wanted.kind();
    ObjectNode object = wanted.json();
    List<String> violations = new ArrayList<>(NameValidation.violations(kind, wanted.name()));
    var schema = served(kind).schema();
    if (schema != null) {
      List<String> unknown = schema.prune(object);
      if (!unknown.isEmpty() && writeOptions.fieldValidation() == FieldValidation.STRICT) {
        throw StatusException.badRequest(
            "%s in version \"%s\" cannot be handled as a %s: strict decoding error: %s"
                .formatted(kind.kind(), kind.version(), kind.kind(), unknownFields(unknown)));
      }
      schema.fillDefaults(object);
      violations.addAll(schema.violations(object));
    }
    BuiltInDefaults.fill(kind, object);
    if (kind.equals(Kinds.SERVICE) && !writeOptions.isToStatus()) {
      List<Resource> others =
          objectStore.list(kind, "").stream().filter(o -> !o.ref().equals(wanted.ref())).toList();
      ports.allocate(before, object, others, violations);
    }
    if (!violations.isEmpty()) {
      throw StatusException.invalid(kind, wanted.name(), violations);
    }
  }

  private static String unknownFields(List<String> fields) {
    return String.join(
        ", ", fields.stream().map(field -> "unknown field \"" + field + "\"").toList());
  }

  /** What a write to a part of an object leaves of its other parts: all of it. */
  private static ObjectNode restrictToSubresource(
      Resource before, ObjectNode wanted, WriteOptions writeOptions) {
    if (writeOptions.isToStatus()) {
      ObjectNode object = before.copy();
      object.remove("status");
      if (wanted.has("status")) {
        object.set("status", wanted.get("status"));
      }
      return object;
    }
    if (before.kind().hasStatus()) {
      wanted.remove("status");
      if (before.json().has("status")) {
        wanted.set("status", before.json().get("status").deepCopy());
      }
    }
    return wanted;
  }

  private static ObjectNode restrictToApplied(
      Ref ref, ObjectNode given, WriteOptions writeOptions) {
    ObjectNode applied = given.deepCopy();
    if (writeOptions.isToStatus()) {
      applied.retain("apiVersion", "kind", "metadata", "status");
      Json.child(applied, "metadata").retain("name", "namespace");
    } else if (ref.kind().hasStatus()) {
      applied.remove("status");
    }
    Json.child(applied, "metadata").remove(List.of("managedFields", "creationTimestamp", "uid"));
    return applied;
  }

  private ServedKind served(Kind kind) {
    ServedKind there = servedKinds.get(kind.qualified());
    if (there == null) {
      throw StatusException.pathNotFound();
    }
    return there;
  }

  private void registerKind(Resource definition) {
    ServedKind.ofDefinition(definition)
        .ifPresent(kind -> servedKinds.put(kind.kind().qualified(), kind));
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
              servedKinds.remove(kind.qualified());
            });
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }
}
