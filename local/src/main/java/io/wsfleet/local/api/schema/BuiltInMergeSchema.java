package io.wsfleet.local.api.schema;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How lists of built-in kinds merge, by the names of fields. No two lists of the served kinds have
 * the same name and different keys, except {@code ports}, which the parent field tells apart.
 */
public record BuiltInMergeSchema(String parent, String name) implements MergeSchema {
  public static final MergeSchema ROOT = new BuiltInMergeSchema("", "");

  private static final Map<String, List<String>> KEYS =
      Map.ofEntries(
          entry("containers", List.of("name")),
          entry("initContainers", List.of("name")),
          entry("env", List.of("name")),
          entry("volumes", List.of("name")),
          entry("volumeMounts", List.of("mountPath")),
          entry("imagePullSecrets", List.of("name")),
          entry("conditions", List.of("type")),
          entry("ownerReferences", List.of("uid")),
          entry("topologySpreadConstraints", List.of("topologyKey", "whenUnsatisfiable")),
          entry("podIPs", List.of("ip")));

  private static final Set<String> SETS = Set.of("finalizers");
  private static final Set<String> ATOMIC =
      Set.of("selector", "nodeSelector", "fieldRef", "secretKeyRef", "configMapKeyRef");

  @Override
  public MergeSchema field(String field) {
    return new BuiltInMergeSchema(name, field);
  }

  @Override
  public MergeSchema item() {
    return new BuiltInMergeSchema(name, "[]");
  }

  @Override
  public ListMerge listMerge() {
    if (name.equals("ports")) {
      return ListMerge.map(
          parent.equals("spec")
              ? List.of("port", "protocol")
              : List.of("containerPort", "protocol"));
    }
    List<String> keys = KEYS.get(name);
    if (keys != null) {
      return ListMerge.map(keys);
    }
    return SETS.contains(name) ? ListMerge.SET : ListMerge.ATOMIC;
  }

  @Override
  public boolean isAtomic() {
    return ATOMIC.contains(name);
  }
}
