package io.wsfleet.local.api;

import io.wsfleet.local.model.Kind;
import io.wsfleet.local.model.Ref;
import io.wsfleet.local.model.Resource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The stored objects, their resource versions, and the latest changes. Not safe for several
 * threads: {@link Registry} has the lock. Listeners are called under that lock, in the order of the
 * changes, and must not block.
 */
final class ObjectStore {
  private static final int MAX_RECENT_CHANGES = 4096;

  private final Map<String, TreeMap<String, Resource>> objects = new TreeMap<>();
  private final Deque<ObjectChange> recentChanges = new ArrayDeque<>();
  private final List<Consumer<ObjectChange>> listeners = new CopyOnWriteArrayList<>();
  private long version = 1;

  long version() {
    return version;
  }

  Optional<Resource> get(Ref ref) {
    return Optional.ofNullable(of(ref.kind()).get(key(ref)));
  }

  /**
   * All objects of a kind in the order of their names, of all namespaces if the given one is empty.
   */
  List<Resource> list(Kind kind, String namespace) {
    Collection<Resource> all = of(kind).values();
    return namespace.isEmpty()
        ? List.copyOf(all)
        : all.stream().filter(one -> one.namespace().equals(namespace)).toList();
  }

  List<Resource> listAll() {
    List<Resource> everything = new ArrayList<>();
    objects.values().forEach(kind -> everything.addAll(kind.values()));
    return everything;
  }

  Resource put(Resource resource) {
    version++;
    setResourceVersion(resource);
    Resource before = of(resource.kind()).put(key(resource.ref()), resource);
    notifyListeners(new ObjectChange(version, before, resource, false));
    return resource;
  }

  void remove(Ref ref) {
    Resource before = of(ref.kind()).remove(key(ref));
    if (before != null) {
      version++;
      Resource last = new Resource(before.kind(), before.copy());
      setResourceVersion(last);
      notifyListeners(new ObjectChange(version, before, last, true));
    }
  }

  /** The changes after a version; empty if they are no longer stored. */
  Optional<List<ObjectChange>> since(long after) {
    ObjectChange oldest = recentChanges.peekFirst();
    boolean known = oldest == null ? after >= version : after >= oldest.version() - 1;
    return known
        ? Optional.of(
            recentChanges.stream().filter(objectChange -> objectChange.version() > after).toList())
        : Optional.empty();
  }

  Runnable addListener(Consumer<ObjectChange> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  private void notifyListeners(ObjectChange objectChange) {
    recentChanges.addLast(objectChange);
    if (recentChanges.size() > MAX_RECENT_CHANGES) {
      recentChanges.removeFirst();
    }
    listeners.forEach(listener -> listener.accept(objectChange));
  }

  private void setResourceVersion(Resource resource) {
    resource.json().withObject("/metadata").put("resourceVersion", Long.toString(version));
  }

  private TreeMap<String, Resource> of(Kind kind) {
    return objects.computeIfAbsent(kind.qualified(), any -> new TreeMap<>());
  }

  private static String key(Ref ref) {
    return ref.namespace() + "/" + ref.name();
  }
}
