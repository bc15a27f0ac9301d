package io.wsfleet.e2e.cluster;

import java.util.List;

/** All objects in a namespace, of every kind except events. */
public final class NamespaceContents {

  private final String namespace;
  private final String kinds;

  public NamespaceContents(String namespace) {
    this.namespace = namespace;
    this.kinds =
        String.join(
            ",",
            Kubectl.run("api-resources", "--verbs=list", "--namespaced", "-o", "name")
                .lines()
                .filter(kind -> !kind.startsWith("events"))
                .toList());
  }

  public List<String> list() {
    return Kubectl.run("-n", namespace, "get", kinds, "-o", "name").lines().sorted().toList();
  }
}
