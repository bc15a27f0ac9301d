package io.wsfleet.local.api.schema;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The shape of built-in kinds, by the names of fields. No two lists of the kinds served here share
 * a name and differ in their keys, but for {@code ports}, which are told apart by where they stand.
 */
public record BuiltInShape(String parent, String name) implements Shape {
  public static final Shape ROOT = new BuiltInShape("", "");

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
  public Shape field(String field) {
    return new BuiltInShape(name, field);
  }

  @Override
  public Shape item() {
    return new BuiltInShape(name, "[]");
  }

  @Override
  public Merge list() {
    if (name.equals("ports")) {
      return Merge.keyed(
          parent.equals("spec")
              ? List.of("port", "protocol")
              : List.of("containerPort", "protocol"));
    }
    List<String> keys = KEYS.get(name);
    if (keys != null) {
      return Merge.keyed(keys);
    }
    return SETS.contains(name) ? Merge.SET : Merge.REPLACED;
  }

  @Override
  public boolean isAtomic() {
    return ATOMIC.contains(name);
  }
}
