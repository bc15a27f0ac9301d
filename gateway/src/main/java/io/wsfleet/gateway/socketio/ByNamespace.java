package io.wsfleet.gateway.socketio;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something for each of some namespaces, which are given by name or by a pattern as {@link
 * Namespaces} has them. The name comes before a pattern, and a longer pattern before a shorter one.
 */
public final class ByNamespace<T> {
  private final Map<String, T> named = new HashMap<>();
  private final List<Patterned<T>> patterned = new ArrayList<>();

  public ByNamespace(Map<String, T> byNameOrPattern) {
    byNameOrPattern.forEach(
        (key, value) -> {
          if (key.indexOf('*') < 0) {
            named.put(key, value);
          } else {
            patterned.add(new Patterned<>(key, new Namespaces(List.of(key)), value));
          }
        });
    patterned.sort(
        Comparator.<Patterned<T>>comparingInt(each -> -each.pattern.length())
            .thenComparing(each -> each.pattern));
  }

  public @Nullable T get(String namespace) {
    T own = named.get(namespace);
    if (own != null || namespace.equals(Namespaces.MAIN)) {
      return own;
    }
    for (Patterned<T> each : patterned) {
      if (each.matching.has(namespace)) {
        return each.value;
      }
    }
    return null;
  }

  private record Patterned<T>(String pattern, Namespaces matching, T value) {}
}
