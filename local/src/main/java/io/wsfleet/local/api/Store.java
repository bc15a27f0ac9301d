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
 * The objects, their versions, and what happened to them lately. Not safe for several threads:
 * {@link Cluster} has the lock. Listeners are called under that lock, in the order of the changes;
 * they only pass on.
 */
final class Store {
  private static final int REMEMBERED_CHANGES = 4096;

  private final Map<String, TreeMap<String, Resource>> objects = new TreeMap<>();
  private final Deque<Change> lately = new ArrayDeque<>();
  private final List<Consumer<Change>> listeners = new CopyOnWriteArrayList<>();
  private long version = 1;

  long version() {
    return version;
  }

  Optional<Resource> get(Ref ref) {
    return Optional.ofNullable(of(ref.kind()).get(key(ref)));
  }

  /** All of a kind, of all namespaces if the given one is empty; in the order of their names. */
  List<Resource> list(Kind kind, String namespace) {
    Collection<Resource> all = of(kind).values();
    return namespace.isEmpty()
        ? List.copyOf(all)
        : all.stream().filter(one -> one.namespace().equals(namespace)).toList();
  }

  List<Resource> everything() {
    List<Resource> everything = new ArrayList<>();
    objects.values().forEach(kind -> everything.addAll(kind.values()));
    return everything;
  }

  Resource put(Resource resource) {
    version++;
    stamp(resource);
    Resource before = of(resource.kind()).put(key(resource.ref()), resource);
    tell(new Change(version, before, resource, false));
    return resource;
  }

  void remove(Ref ref) {
    Resource before = of(ref.kind()).remove(key(ref));
    if (before != null) {
      version++;
      Resource last = new Resource(before.kind(), before.copy());
      stamp(last);
      tell(new Change(version, before, last, true));
    }
  }

  /** The changes after a version; empty if they are no longer known. */
  Optional<List<Change>> since(long after) {
    Change oldest = lately.peekFirst();
    boolean known = oldest == null ? after >= version : after >= oldest.version() - 1;
    return known
        ? Optional.of(lately.stream().filter(change -> change.version() > after).toList())
        : Optional.empty();
  }

  Runnable listen(Consumer<Change> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  private void tell(Change change) {
    lately.addLast(change);
    if (lately.size() > REMEMBERED_CHANGES) {
      lately.removeFirst();
    }
    listeners.forEach(listener -> listener.accept(change));
  }

  private void stamp(Resource resource) {
    resource.json().withObject("/metadata").put("resourceVersion", Long.toString(version));
  }

  private TreeMap<String, Resource> of(Kind kind) {
    return objects.computeIfAbsent(kind.qualified(), any -> new TreeMap<>());
  }

  private static String key(Ref ref) {
    return ref.namespace() + "/" + ref.name();
  }
}
