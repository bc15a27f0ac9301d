package io.wsfleet.local.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsfleet.local.api.Write.Unknown;
import io.wsfleet.local.api.patch.Apply;
import io.wsfleet.local.api.patch.Ownership;
import io.wsfleet.local.api.patch.Ownership.Writer;
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
public final class Cluster {
  private final Store store = new Store();
  private final Map<String, Served> served = new LinkedHashMap<>();
  private final Identity identity;
  private final InstantSource clock;
  private final ServicePorts ports;

  public Cluster(
      String serviceAddressPrefix,
      IntPredicate isFreeOnThisMachine,
      InstantSource clock,
      RandomGenerator random) {
    this.ports = new ServicePorts(serviceAddressPrefix, isFreeOnThisMachine);
    this.clock = clock;
    this.identity = new Identity(random);
    Kinds.BUILT_IN.forEach(kind -> served.put(kind.qualified(), Served.builtIn(kind)));
  }

  public synchronized Collection<Served> served() {
    return List.copyOf(served.values());
  }

  public synchronized Optional<Resource> get(Ref ref) {
    return store.get(ref);
  }

  /** All of a kind; of all namespaces, if the given one is empty. */
  public synchronized List<Resource> list(Kind kind, String namespace) {
    return store.list(kind, namespace);
  }

  public synchronized List<Resource> everything() {
    return store.everything();
  }

  public synchronized Listing listing(Kind kind, String namespace) {
    return new Listing(store.version(), store.list(kind, namespace));
  }

  /**
   * Has the listener told of all that happens from a version on.
   *
   * @return how to stop it; empty if what happened since is no longer known
   */
  public synchronized Optional<Runnable> listen(long after, Consumer<Change> listener) {
    return store
        .since(after)
        .map(
            missed -> {
              missed.forEach(listener);
              return store.listen(listener);
            });
  }

  public synchronized Resource create(Kind kind, String namespace, ObjectNode given, Write write) {
    ObjectNode object = given.deepCopy();
    identity.name(kind, namespace, object);
    Ref ref = new Resource(kind, object).ref();
    if (store.get(ref).isPresent()) {
      throw ApiFailure.alreadyExists(ref);
    }
    if (kind.namespaced() && store.get(Kinds.NAMESPACE.ref("", namespace)).isEmpty()) {
      throw ApiFailure.notFound(Kinds.NAMESPACE.ref("", namespace));
    }
    if (kind.hasStatus()) {
      object.remove("status");
    }
    return store(null, new Resource(kind, object), write, null);
  }

  /** Replaces an object. Its version, if it is given, must be the one that is there. */
  public synchronized Resource replace(Ref ref, ObjectNode given, Write write) {
    return change(ref, there -> given, write);
  }

  /** Changes an object as it is now. */
  public synchronized Resource change(Ref ref, UnaryOperator<ObjectNode> how, Write write) {
    Resource before = store.get(ref).orElseThrow(() -> ApiFailure.notFound(ref));
    ObjectNode wanted = how.apply(before.copy()).deepCopy();
    String version = wanted.at("/metadata/resourceVersion").asText("");
    if (!version.isEmpty() && !version.equals(before.text("/metadata/resourceVersion"))) {
      throw ApiFailure.changedMeanwhile(ref);
    }
    String uid = wanted.at("/metadata/uid").asText("");
    if (!uid.isEmpty() && !uid.equals(before.uid())) {
      throw ApiFailure.anotherUid(ref, uid);
    }
    return store(before, new Resource(ref.kind(), onlyPart(before, wanted, write)), write, null);
  }

  /**
   * Server-side apply; creates what is not there, unless the one that was meant is named by uid.
   */
  public synchronized Resource apply(Ref ref, ObjectNode given, Write write) {
    ObjectNode applied = onlyApplied(ref, given, write);
    Json.child(applied, "metadata").put("name", ref.name());
    Writer writer = new Writer(write.manager(), true, write.subresource());
    Resource before = store.get(ref).orElse(null);
    if (before == null && !write.subresource().isEmpty()) {
      throw ApiFailure.notFound(ref);
    }
    String meant = given.at("/metadata/uid").asText("");
    if (!meant.isEmpty() && (before == null || !meant.equals(before.text("/metadata/uid")))) {
      throw ApiFailure.anotherUid(ref, meant);
    }
    String version = given.at("/metadata/resourceVersion").asText("");
    if (before != null
        && !version.isEmpty()
        && !version.equals(before.text("/metadata/resourceVersion"))) {
      throw ApiFailure.changedMeanwhile(ref);
    }
    ObjectNode live = before == null ? Apply.nothing(applied) : before.json();
    Apply.Result result = Apply.apply(live, applied, served(ref.kind()).shape(), writer);
    if (!result.conflicts().isEmpty() && !write.force()) {
      throw ApiFailure.ownedByOthers(result.conflicts());
    }
    ObjectNode object = result.object();
    if (before == null) {
      identity.name(ref.kind(), ref.namespace(), object);
      if (ref.kind().namespaced()
          && store.get(Kinds.NAMESPACE.ref("", ref.namespace())).isEmpty()) {
        throw ApiFailure.notFound(Kinds.NAMESPACE.ref("", ref.namespace()));
      }
    }
    return store(before, new Resource(ref.kind(), object), write, applied);
  }

  /** Deletes an object, or marks it, if somebody has to finish it first. */
  public synchronized Optional<Resource> delete(Ref ref, @Nullable Duration grace, boolean dryRun) {
    Resource before = store.get(ref).orElseThrow(() -> ApiFailure.notFound(ref));
    if (dryRun) {
      return Optional.empty();
    }
    Duration allowed = Deletion.grace(before, grace);
    if (allowed.isZero() && before.at("/metadata/finalizers").isEmpty()) {
      store.remove(ref);
      if (ref.kind().equals(Kinds.DEFINITION)) {
        forget(before);
      }
      return Optional.empty();
    }
    if (before.isDeleting() && !Deletion.isSooner(before, allowed)) {
      return Optional.of(before);
    }
    return Optional.of(
        store.put(new Resource(ref.kind(), Deletion.marked(before, now(), allowed))));
  }

  /** Takes an object from the owner references of all others, so that they stay when it goes. */
  public synchronized void orphan(Resource owner) {
    for (Resource resource : store.everything()) {
      if (resource.at("/metadata/ownerReferences").findValuesAsText("uid").contains(owner.uid())) {
        change(resource.ref(), object -> Owners.without(object, owner.uid()), Write.by("api"));
      }
    }
  }

  private Resource store(
      @Nullable Resource before, Resource wanted, Write write, @Nullable ObjectNode applied) {
    Kind kind = wanted.kind();
    ObjectNode object = wanted.json();
    if (!write.isToStatus() || applied == null) {
      admit(before, wanted, write);
    }
    identity.keep(before, object, now());
    Ownership.record(
        before == null ? null : before.json(),
        object,
        served(kind).shape(),
        new Writer(write.manager(), applied != null, write.subresource()),
        applied,
        now());
    if (before != null && before.json().equals(object)) {
      return before;
    }
    if (write.dryRun()) {
      return wanted;
    }
    if (Deletion.isFinished(before, wanted)) {
      store.remove(wanted.ref());
      return wanted;
    }
    Resource stored = store.put(wanted);
    if (kind.equals(Kinds.DEFINITION)) {
      learn(stored);
    }
    return stored;
  }

  private void admit(@Nullable Resource before, Resource wanted, Write write) {
    Kind kind = wanted.kind();
    ObjectNode object = wanted.json();
    List<String> violations = new ArrayList<>(Names.violations(kind, wanted.name()));
    var schema = served(kind).schema();
    if (schema != null) {
      List<String> unknown = schema.prune(object);
      if (!unknown.isEmpty() && write.unknownFields() == Unknown.REFUSED) {
        throw ApiFailure.badRequest(
            "%s in version \"%s\" cannot be handled as a %s: strict decoding error: %s"
                .formatted(kind.kind(), kind.version(), kind.kind(), unknownFields(unknown)));
      }
      schema.fillDefaults(object);
      violations.addAll(schema.violations(object));
    }
    BuiltInDefaults.fill(kind, object);
    if (kind.equals(Kinds.SERVICE) && !write.isToStatus()) {
      List<Resource> others =
          store.list(kind, "").stream().filter(o -> !o.ref().equals(wanted.ref())).toList();
      ports.allocate(before, object, others, violations);
    }
    if (!violations.isEmpty()) {
      throw ApiFailure.invalid(kind, wanted.name(), violations);
    }
  }

  private static String unknownFields(List<String> fields) {
    return String.join(
        ", ", fields.stream().map(field -> "unknown field \"" + field + "\"").toList());
  }

  /** What a write to a part of an object leaves of its other parts: all of it. */
  private static ObjectNode onlyPart(Resource before, ObjectNode wanted, Write write) {
    if (write.isToStatus()) {
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

  private static ObjectNode onlyApplied(Ref ref, ObjectNode given, Write write) {
    ObjectNode applied = given.deepCopy();
    if (write.isToStatus()) {
      applied.retain("apiVersion", "kind", "metadata", "status");
      Json.child(applied, "metadata").retain("name", "namespace");
    } else if (ref.kind().hasStatus()) {
      applied.remove("status");
    }
    Json.child(applied, "metadata").remove(List.of("managedFields", "creationTimestamp", "uid"));
    return applied;
  }

  private Served served(Kind kind) {
    Served there = served.get(kind.qualified());
    if (there == null) {
      throw ApiFailure.noSuchPath();
    }
    return there;
  }

  private void learn(Resource definition) {
    Served.defined(definition).ifPresent(kind -> served.put(kind.kind().qualified(), kind));
    if (definition.condition("Established").equals("Unknown")) {
      change(definition.ref(), object -> Established.in(object, now()), Write.by("api").toStatus());
    }
  }

  private void forget(Resource definition) {
    Kinds.defined(definition)
        .ifPresent(
            kind -> {
              store.list(kind, "").forEach(object -> store.remove(object.ref()));
              served.remove(kind.qualified());
            });
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }
}
