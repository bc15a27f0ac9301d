package io.wsfleet.local.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.zjsonpatch.JsonPatch;
import io.fabric8.zjsonpatch.JsonPatchException;
import io.wsfleet.local.api.ObjectList;
import io.wsfleet.local.api.Registry;
import io.wsfleet.local.api.ServedKind;
import io.wsfleet.local.api.WriteOptions;
import io.wsfleet.local.api.patch.MergePatch;
import io.wsfleet.local.api.patch.StrategicMerge;
import io.wsfleet.local.model.Json;
import io.wsfleet.local.model.Kind;
import io.wsfleet.local.model.Ref;
import io.wsfleet.local.model.Resource;
import io.wsfleet.local.model.StatusException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Handles each request that has one response; watches and logs have handlers of their own. */
final class RequestHandler {
  private final Registry registry;
  private final InstantSource clock;

  RequestHandler(Registry registry, InstantSource clock) {
    this.registry = registry;
    this.clock = clock;
  }

  ApiResponse handle(ApiRequest apiRequest) {
    try {
      return EventConverter.isEventsV1(apiRequest)
          ? EventConverter.fromCore(route(EventConverter.toCore(apiRequest)))
          : route(apiRequest);
    } catch (StatusException failure) {
      return ApiResponse.failure(failure);
    }
  }

  /** The kind at a path. */
  ServedKind served(ObjectPath path) {
    return registry.served().stream()
        .filter(
            servedKind ->
                servedKind.kind().group().equals(path.group())
                    && servedKind.kind().version().equals(path.version())
                    && servedKind.kind().plural().equals(path.plural()))
        .findFirst()
        .orElseThrow(StatusException::pathNotFound);
  }

  private ApiResponse route(ApiRequest apiRequest) {
    switch (apiRequest.path()) {
      case "/healthz", "/readyz", "/livez" -> {
        return ApiResponse.text("ok");
      }
      case "/openapi/v2" -> {
        // An empty document: kubectl then leaves the checking of fields to the server.
        return new ApiResponse(
            200, "application/com.github.proto-openapi.spec.v2.v1.0+protobuf", new byte[0]);
      }
      default -> {
        // goes on
      }
    }
    Optional<ObjectNode> document = Discovery.document(apiRequest.path(), registry.served());
    if (document.isPresent()) {
      return ApiResponse.ok(document.get());
    }
    ObjectPath path = ObjectPath.of(apiRequest.path()).orElseThrow(StatusException::pathNotFound);
    if (path.group().equals("authorization.k8s.io")) {
      return ApiResponse.of(201, AccessReview.granted(path.plural(), apiRequest.object()));
    }
    ServedKind servedKind = served(path);
    return path.name().isEmpty()
        ? handleCollection(servedKind, path, apiRequest)
        : handleObject(servedKind, path, apiRequest);
  }

  private ApiResponse handleCollection(
      ServedKind servedKind, ObjectPath path, ApiRequest apiRequest) {
    Kind kind = servedKind.kind();
    return switch (apiRequest.method()) {
      case "GET" -> list(servedKind, path, apiRequest);
      case "POST" -> {
        String namespace = path.namespace();
        yield ApiResponse.of(
            201,
            registry
                .create(kind, namespace, apiRequest.object(), apiRequest.writeOptions(""))
                .json());
      }
      case "DELETE" -> {
        for (Resource resource : filtered(servedKind, path, apiRequest).items()) {
          registry.delete(resource.ref(), grace(apiRequest), apiRequest.has("dryRun", "All"));
        }
        yield ApiResponse.ok(Json.object().put("kind", "Status").put("status", "Success"));
      }
      default -> throw notAllowed(apiRequest);
    };
  }

  private ApiResponse handleObject(ServedKind servedKind, ObjectPath path, ApiRequest apiRequest) {
    Ref ref = servedKind.kind().ref(path.namespace(), path.name());
    return switch (path.subresource()) {
      case "" -> handleWholeObject(servedKind, ref, apiRequest);
      case "status" -> {
        if (!servedKind.kind().hasStatus()) {
          throw StatusException.pathNotFound();
        }
        yield handleWholeObject(servedKind, ref, apiRequest);
      }
      case "scale" -> scale(ref, apiRequest);
      case "eviction" -> {
        registry.delete(ref, null, false);
        yield ApiResponse.of(201, Json.object().put("kind", "Status").put("status", "Success"));
      }
      default -> throw StatusException.pathNotFound();
    };
  }

  private ApiResponse handleWholeObject(ServedKind servedKind, Ref ref, ApiRequest apiRequest) {
    boolean status = apiRequest.path().endsWith("/status") && !ref.name().equals("status");
    WriteOptions writeOptions = apiRequest.writeOptions(status ? "status" : "");
    return switch (apiRequest.method()) {
      case "GET" -> {
        Resource found = registry.get(ref).orElseThrow(() -> StatusException.notFound(ref));
        yield ApiResponse.ok(
            apiRequest.wantsTable()
                ? Table.of(
                    servedKind,
                    List.of(found),
                    found.number("/metadata/resourceVersion", 0),
                    clock.instant())
                : found.json());
      }
      case "PUT" -> ApiResponse.ok(registry.replace(ref, apiRequest.object(), writeOptions).json());
      case "PATCH" -> patch(servedKind, ref, apiRequest, writeOptions);
      case "DELETE" -> delete(ref, apiRequest);
      default -> throw notAllowed(apiRequest);
    };
  }

  private ApiResponse list(ServedKind servedKind, ObjectPath path, ApiRequest apiRequest) {
    ObjectList objectList = filtered(servedKind, path, apiRequest);
    if (apiRequest.wantsTable()) {
      return ApiResponse.ok(
          Table.of(servedKind, objectList.items(), objectList.version(), clock.instant()));
    }
    ObjectNode list =
        Json.object()
            .put("kind", servedKind.kind().kind() + "List")
            .put("apiVersion", servedKind.kind().apiVersion());
    list.putObject("metadata").put("resourceVersion", Long.toString(objectList.version()));
    ArrayNode items = list.putArray("items");
    objectList.items().forEach(item -> items.add(item.json()));
    return ApiResponse.ok(list);
  }

  private ObjectList filtered(ServedKind servedKind, ObjectPath path, ApiRequest apiRequest) {
    ObjectFilter objectFilter =
        ObjectFilter.of(
            path, apiRequest.parameter("labelSelector"), apiRequest.parameter("fieldSelector"));
    ObjectList all = registry.listWithVersion(servedKind.kind(), path.namespace());
    return new ObjectList(
        all.version(), all.items().stream().filter(objectFilter::matches).toList());
  }

  private ApiResponse patch(
      ServedKind servedKind, Ref ref, ApiRequest apiRequest, WriteOptions writeOptions) {
    if (apiRequest.contentType().startsWith("application/apply-patch+yaml")) {
      boolean there = registry.get(ref).isPresent();
      return ApiResponse.of(
          there ? 200 : 201, registry.apply(ref, apiRequest.object(), writeOptions).json());
    }
    return ApiResponse.ok(
        registry.update(ref, patched(servedKind, apiRequest), writeOptions).json());
  }

  private static UnaryOperator<ObjectNode> patched(
      @Nullable ServedKind servedKind, ApiRequest apiRequest) {
    String type = apiRequest.contentType();
    if (type.startsWith("application/json-patch+json")) {
      JsonNode patch = apiRequest.json();
      return object -> jsonPatched(object, patch);
    }
    ObjectNode patch = apiRequest.object();
    if (type.startsWith("application/merge-patch+json")) {
      return object -> MergePatch.apply(object, patch);
    }
    if (type.startsWith("application/strategic-merge-patch+json")
        && servedKind != null
        && servedKind.schema() == null) {
      return object -> StrategicMerge.apply(object, patch, servedKind.mergeSchema());
    }
    throw StatusException.of(
        415,
        "UnsupportedMediaType",
        "a patch of type \"" + type + "\" is not supported for this kind");
  }

  private static ObjectNode jsonPatched(ObjectNode object, JsonNode patch) {
    try {
      return (ObjectNode) JsonPatch.apply(patch, object);
    } catch (JsonPatchException e) {
      throw StatusException.of(422, "Invalid", "the patch cannot be applied: " + e.getMessage());
    }
  }

  private ApiResponse scale(Ref ref, ApiRequest apiRequest) {
    Resource there = registry.get(ref).orElseThrow(() -> StatusException.notFound(ref));
    ObjectNode scale = Scale.of(there);
    if (apiRequest.method().equals("GET")) {
      return ApiResponse.ok(scale);
    }
    ObjectNode wanted =
        switch (apiRequest.method()) {
          case "PUT" -> apiRequest.object();
          case "PATCH" -> patched(null, apiRequest).apply(scale);
          default -> throw notAllowed(apiRequest);
        };
    Resource scaled =
        registry.update(
            ref,
            object -> Scale.into(new Resource(ref.kind(), object), wanted),
            apiRequest.writeOptions(""));
    return ApiResponse.ok(Scale.of(scaled));
  }

  private ApiResponse delete(Ref ref, ApiRequest apiRequest) {
    Resource there = registry.get(ref).orElseThrow(() -> StatusException.notFound(ref));
    JsonNode options = apiRequest.body().length == 0 ? Json.object() : apiRequest.json();
    String uid = options.at("/preconditions/uid").asText("");
    if (!uid.isEmpty() && !uid.equals(there.uid())) {
      throw StatusException.conflict(ref);
    }
    if (options.path("propagationPolicy").asText().equals("Orphan")
        || apiRequest.has("propagationPolicy", "Orphan")) {
      registry.orphanDependents(there);
    }
    Optional<Resource> left =
        registry.delete(ref, grace(apiRequest), dryRun(options) || apiRequest.has("dryRun", "All"));
    return left.map(object -> ApiResponse.ok(object.json()))
        .orElseGet(() -> ApiResponse.ok(deleted(there)));
  }

  private static boolean dryRun(JsonNode options) {
    return options.path("dryRun").path(0).asText().equals("All");
  }

  private static ObjectNode deleted(Resource resource) {
    ObjectNode status =
        Json.object().put("kind", "Status").put("apiVersion", "v1").put("status", "Success");
    status.putObject("metadata");
    status
        .putObject("details")
        .put("name", resource.name())
        .put("group", resource.kind().group())
        .put("kind", resource.kind().plural())
        .put("uid", resource.uid());
    return status;
  }

  private static @Nullable Duration grace(ApiRequest apiRequest) {
    String stated = apiRequest.parameters().getOrDefault("gracePeriodSeconds", "");
    if (stated.isEmpty() && apiRequest.body().length > 0) {
      stated = apiRequest.json().path("gracePeriodSeconds").asText("");
    }
    try {
      return stated.isEmpty() ? null : Duration.ofSeconds(Long.parseLong(stated));
    } catch (NumberFormatException e) {
      throw StatusException.badRequest("gracePeriodSeconds is not a number: " + stated);
    }
  }

  private static StatusException notAllowed(ApiRequest apiRequest) {
    return StatusException.of(
        405, "MethodNotAllowed", apiRequest.method() + " is not possible on " + apiRequest.path());
  }
}
