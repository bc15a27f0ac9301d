package io.wsfleet.local.api;

import io.wsfleet.local.model.Kind;
import io.wsfleet.local.model.Kinds;
import io.wsfleet.local.model.Resource;
import io.wsfleet.local.model.StatusException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The kinds that the API server serves: the built-in ones, and one for each
 * CustomResourceDefinition.
 */
final class ServedKinds {
  private final Map<String, ServedKind> byName = new LinkedHashMap<>();

  ServedKinds() {
    Kinds.BUILT_IN.forEach(kind -> byName.put(kind.qualified(), ServedKind.builtIn(kind)));
  }

  List<ServedKind> all() {
    return List.copyOf(byName.values());
  }

  ServedKind get(Kind kind) {
    ServedKind found = byName.get(kind.qualified());
    if (found == null) {
      throw StatusException.pathNotFound();
    }
    return found;
  }

  void register(Resource definition) {
    ServedKind.ofDefinition(definition)
        .ifPresent(served -> byName.put(served.kind().qualified(), served));
  }

  void unregister(Kind kind) {
    byName.remove(kind.qualified());
  }
}
