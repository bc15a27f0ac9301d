package io.wsfleet.gateway.socketio.protocol;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value for each namespace, given by name or by a pattern as in {@link NamespaceMatcher}. A name
 * takes precedence over a pattern, a longer pattern over a shorter one.
 */
public final class NamespaceMap<T> {
  private final Map<String, T> byName = new HashMap<>();
  private final List<PatternEntry<T>> byPattern = new ArrayList<>();

  public NamespaceMap(Map<String, T> byNameOrPattern) {
    byNameOrPattern.forEach(
        (key, value) -> {
          if (key.indexOf('*') < 0) {
            byName.put(key, value);
          } else {
            byPattern.add(new PatternEntry<>(key, new NamespaceMatcher(List.of(key)), value));
          }
        });
    byPattern.sort(
        Comparator.<PatternEntry<T>>comparingInt(each -> -each.pattern.length())
            .thenComparing(each -> each.pattern));
  }

  public @Nullable T get(String namespace) {
    T own = byName.get(namespace);
    if (own != null || namespace.equals(NamespaceMatcher.MAIN)) {
      return own;
    }
    for (PatternEntry<T> each : byPattern) {
      if (each.matcher.matches(namespace)) {
        return each.value;
      }
    }
    return null;
  }

  private record PatternEntry<T>(String pattern, NamespaceMatcher matcher, T value) {}
}
