package io.wsfleet.local.api.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A parsed path of the API: {@code /apis/<group>/<version>/namespaces/<ns>/<plural>/<name>/<sub>}.
 */
record ObjectPath(
    String group,
    String version,
    String namespace,
    String plural,
    String name,
    String subresource) {

  static Optional<ObjectPath> of(String path) {
    List<String> parts = new ArrayList<>(List.of(path.substring(1).split("/")));
    String root = parts.remove(0);
    if ((root.equals("api") && parts.size() < 2) || (root.equals("apis") && parts.size() < 3)) {
      return Optional.empty();
    }
    if (!root.equals("api") && !root.equals("apis")) {
      return Optional.empty();
    }
    String group = root.equals("api") ? "" : parts.remove(0);
    String version = parts.remove(0);
    String namespace = "";
    if (parts.get(0).equals("namespaces") && parts.size() > 2) {
      namespace = parts.get(1);
      parts = parts.subList(2, parts.size());
    }
    return parts.size() > 3
        ? Optional.empty()
        : Optional.of(
            new ObjectPath(
                group, version, namespace, parts.get(0), part(parts, 1), part(parts, 2)));
  }

  private static String part(List<String> parts, int index) {
    return parts.size() > index ? parts.get(index) : "";
  }
}
