package io.wsfleet.local.api.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsfleet.local.api.ServedKind;
import io.wsfleet.local.model.Json;
import io.wsfleet.local.model.Kind;
import io.wsfleet.local.model.Kinds;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The discovery documents for kubectl: groups, kinds, and the schemas that {@code explain} reads.
 */
final class Discovery {
  private static final Set<Kind> SHOWN_BY_GET_ALL =
      Set.of(Kinds.POD, Kinds.SERVICE, Kinds.DEPLOYMENT, Kinds.REPLICA_SET);

  private Discovery() {}

  /** The discovery document at a path, if there is one. */
  static Optional<ObjectNode> document(String path, Collection<ServedKind> kinds) {
    return switch (path) {
      case "/api" -> Optional.of(coreVersions());
      case "/apis" -> Optional.of(groups(kinds));
      case "/version" -> Optional.of(version());
      case "/openapi/v3" -> Optional.of(schemaIndex(kinds));
      default -> below(path, kinds);
    };
  }

  private static Optional<ObjectNode> below(String path, Collection<ServedKind> kinds) {
    String schemas = "/openapi/v3";
    if (path.startsWith(schemas + "/api")) {
      return Optional.of(schemas(path.substring(schemas.length()), kinds));
    }
    List<ServedKind> there = kinds.stream().filter(s -> root(s.kind()).equals(path)).toList();
    if (!there.isEmpty()) {
      return Optional.of(resources(there));
    }
    return kinds.stream()
        .filter(s -> ("/apis/" + s.kind().group()).equals(path))
        .findFirst()
        .map(s -> group(s.kind().group(), s.kind().version()).put("kind", "APIGroup"));
  }

  private static String root(Kind kind) {
    return kind.group().isEmpty()
        ? "/api/" + kind.version()
        : "/apis/" + kind.group() + "/" + kind.version();
  }

  private static ObjectNode coreVersions() {
    ObjectNode versions = Json.object().put("kind", "APIVersions");
    versions.putArray("versions").add("v1");
    versions.putArray("serverAddressByClientCIDRs");
    return versions;
  }

  private static ObjectNode version() {
    return Json.object()
        .put("major", "1")
        .put("minor", "34")
        .put("gitVersion", "v1.34.0+wsfleet-local")
        .put("platform", "local");
  }

  private static ObjectNode groups(Collection<ServedKind> kinds) {
    Map<String, String> versions = new TreeMap<>();
    kinds.forEach(s -> versions.put(s.kind().group(), s.kind().version()));
    versions.remove("");
    ObjectNode list = Json.object().put("kind", "APIGroupList").put("apiVersion", "v1");
    ArrayNode groups = list.putArray("groups");
    versions.forEach((name, version) -> groups.add(group(name, version)));
    return list;
  }

  private static ObjectNode group(String name, String version) {
    ObjectNode one =
        Json.object().put("groupVersion", name + "/" + version).put("version", version);
    ObjectNode group = Json.object().put("apiVersion", "v1").put("name", name);
    group.putArray("versions").add(one);
    group.set("preferredVersion", one.deepCopy());
    return group;
  }

  private static ObjectNode resources(List<ServedKind> kinds) {
    ObjectNode list =
        Json.object()
            .put("kind", "APIResourceList")
            .put("apiVersion", "v1")
            .put("groupVersion", kinds.get(0).kind().apiVersion());
    ArrayNode resources = list.putArray("resources");
    for (ServedKind one : kinds) {
      Kind kind = one.kind();
      ObjectNode resource = resource(kind, kind.plural(), kind.kind());
      resource.put("singularName", kind.singular());
      kind.shortNames().forEach(resource.withArray("shortNames")::add);
      for (String verb :
          List.of(
              "create", "delete", "deletecollection", "get", "list", "patch", "update", "watch")) {
        resource.withArray("verbs").add(verb);
      }
      if (SHOWN_BY_GET_ALL.contains(kind) || one.schema() != null) {
        resource.withArray("categories").add("all");
      }
      resources.add(resource);
      if (kind.hasStatus()) {
        resources.add(withVerbs(resource(kind, kind.plural() + "/status", kind.kind())));
      }
      if (kind.scale() != null) {
        resources.add(
            withVerbs(resource(kind, kind.plural() + "/scale", "Scale"))
                .put("group", "autoscaling")
                .put("version", "v1"));
      }
      if (kind.equals(Kinds.POD)) {
        ObjectNode log = resource(kind, "pods/log", kind.kind());
        log.withArray("verbs").add("get");
        resources.add(log);
      }
    }
    return list;
  }

  private static ObjectNode resource(Kind kind, String name, String of) {
    return Json.object()
        .put("name", name)
        .put("singularName", "")
        .put("namespaced", kind.namespaced())
        .put("kind", of);
  }

  private static ObjectNode withVerbs(ObjectNode resource) {
    List.of("get", "patch", "update").forEach(resource.withArray("verbs")::add);
    return resource;
  }

  private static ObjectNode schemaIndex(Collection<ServedKind> kinds) {
    ObjectNode index = Json.object();
    ObjectNode paths = index.putObject("paths");
    for (ServedKind one : kinds) {
      if (one.schema() != null) {
        String path = root(one.kind()).substring(1);
        paths.putObject(path).put("serverRelativeURL", "/openapi/v3/" + path);
      }
    }
    return index;
  }

  private static ObjectNode schemas(String root, Collection<ServedKind> kinds) {
    ObjectNode document = Json.object().put("openapi", "3.0.0");
    document.putObject("info").put("title", "wsfleet").put("version", "v1");
    document.putObject("paths");
    ObjectNode schemas = document.putObject("components").putObject("schemas");
    for (ServedKind one : kinds) {
      if (one.schema() != null && root(one.kind()).equals(root)) {
        Kind kind = one.kind();
        ObjectNode schema = one.schema().root().deepCopy();
        schema
            .putArray("x-kubernetes-group-version-kind")
            .addObject()
            .put("group", kind.group())
            .put("version", kind.version())
            .put("kind", kind.kind());
        schemas.set(kind.group() + "." + kind.version() + "." + kind.kind(), schema);
        OpenApiPaths.add(document, root, kind);
      }
    }
    return document;
  }
}
