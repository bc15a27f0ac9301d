package io.wsfleet.local.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.zjsonpatch.JsonPatch;
import io.fabric8.zjsonpatch.JsonPatchException;
import io.wsfleet.local.api.ApiFailure;
import io.wsfleet.local.api.Cluster;
import io.wsfleet.local.api.Listing;
import io.wsfleet.local.api.Served;
import io.wsfleet.local.api.Write;
import io.wsfleet.local.api.patch.MergePatch;
import io.wsfleet.local.api.patch.StrategicMerge;
import io.wsfleet.local.model.Json;
import io.wsfleet.local.model.Kind;
import io.wsfleet.local.model.Ref;
import io.wsfleet.local.model.Resource;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Answers every request that has one answer; watches and logs go on and are not here. */
final class Requests {
  private final Cluster cluster;
  private final InstantSource clock;

  Requests(Cluster cluster, InstantSource clock) {
    this.cluster = cluster;
    this.clock = clock;
  }

  Answer answer(Request request) {
    try {
      return EventForms.isAbout(request)
          ? EventForms.fromCore(route(EventForms.toCore(request)))
          : route(request);
    } catch (ApiFailure failure) {
      return Answer.failure(failure);
    }
  }

  /** The kind at a path. */
  Served served(ObjectPath path) {
    return cluster.served().stream()
        .filter(
            served ->
                served.kind().group().equals(path.group())
                    && served.kind().version().equals(path.version())
                    && served.kind().plural().equals(path.plural()))
        .findFirst()
        .orElseThrow(ApiFailure::noSuchPath);
  }

  private Answer route(Request request) {
    switch (request.path()) {
      case "/healthz", "/readyz", "/livez" -> {
        return Answer.text("ok");
      }
      case "/openapi/v2" -> {
        // An empty document: kubectl then leaves the checking of fields to the server.
        return new Answer(
            200, "application/com.github.proto-openapi.spec.v2.v1.0+protobuf", new byte[0]);
      }
      default -> {
        // goes on
      }
    }
    Optional<ObjectNode> document = Discovery.document(request.path(), cluster.served());
    if (document.isPresent()) {
      return Answer.ok(document.get());
    }
    ObjectPath path = ObjectPath.of(request.path()).orElseThrow(ApiFailure::noSuchPath);
    if (path.group().equals("authorization.k8s.io")) {
      return Answer.of(201, AccessReview.granted(path.plural(), request.object()));
    }
    Served served = served(path);
    return path.name().isEmpty() ? many(served, path, request) : one(served, path, request);
  }

  private Answer many(Served served, ObjectPath path, Request request) {
    Kind kind = served.kind();
    return switch (request.method()) {
      case "GET" -> list(served, path, request);
      case "POST" -> {
        String namespace = path.namespace();
        yield Answer.of(
            201, cluster.create(kind, namespace, request.object(), request.write("")).json());
      }
      case "DELETE" -> {
        for (Resource resource : filtered(served, path, request).items()) {
          cluster.delete(resource.ref(), grace(request), request.has("dryRun", "All"));
        }
        yield Answer.ok(Json.object().put("kind", "Status").put("status", "Success"));
      }
      default -> throw notAllowed(request);
    };
  }

  private Answer one(Served served, ObjectPath path, Request request) {
    Ref ref = served.kind().ref(path.namespace(), path.name());
    return switch (path.subresource()) {
      case "" -> whole(served, ref, request);
      case "status" -> {
        if (!served.kind().hasStatus()) {
          throw ApiFailure.noSuchPath();
        }
        yield whole(served, ref, request);
      }
      case "scale" -> scale(ref, request);
      case "eviction" -> {
        cluster.delete(ref, null, false);
        yield Answer.of(201, Json.object().put("kind", "Status").put("status", "Success"));
      }
      default -> throw ApiFailure.noSuchPath();
    };
  }

  private Answer whole(Served served, Ref ref, Request request) {
    boolean status = request.path().endsWith("/status") && !ref.name().equals("status");
    Write write = request.write(status ? "status" : "");
    return switch (request.method()) {
      case "GET" -> {
        Resource found = cluster.get(ref).orElseThrow(() -> ApiFailure.notFound(ref));
        yield Answer.ok(
            request.wantsTable()
                ? Table.of(
                    served,
                    List.of(found),
                    found.number("/metadata/resourceVersion", 0),
                    clock.instant())
                : found.json());
      }
      case "PUT" -> Answer.ok(cluster.replace(ref, request.object(), write).json());
      case "PATCH" -> patch(served, ref, request, write);
      case "DELETE" -> delete(ref, request);
      default -> throw notAllowed(request);
    };
  }

  private Answer list(Served served, ObjectPath path, Request request) {
    Listing listing = filtered(served, path, request);
    if (request.wantsTable()) {
      return Answer.ok(Table.of(served, listing.items(), listing.version(), clock.instant()));
    }
    ObjectNode list =
        Json.object()
            .put("kind", served.kind().kind() + "List")
            .put("apiVersion", served.kind().apiVersion());
    list.putObject("metadata").put("resourceVersion", Long.toString(listing.version()));
    ArrayNode items = list.putArray("items");
    listing.items().forEach(item -> items.add(item.json()));
    return Answer.ok(list);
  }

  private Listing filtered(Served served, ObjectPath path, Request request) {
    Filter filter =
        Filter.of(path, request.parameter("labelSelector"), request.parameter("fieldSelector"));
    Listing all = cluster.listing(served.kind(), path.namespace());
    return new Listing(all.version(), all.items().stream().filter(filter::accepts).toList());
  }

  private Answer patch(Served served, Ref ref, Request request, Write write) {
    if (request.contentType().startsWith("application/apply-patch+yaml")) {
      boolean there = cluster.get(ref).isPresent();
      return Answer.of(there ? 200 : 201, cluster.apply(ref, request.object(), write).json());
    }
    return Answer.ok(cluster.change(ref, patched(served, request), write).json());
  }

  private static UnaryOperator<ObjectNode> patched(@Nullable Served served, Request request) {
    String type = request.contentType();
    if (type.startsWith("application/json-patch+json")) {
      JsonNode patch = request.json();
      return object -> jsonPatched(object, patch);
    }
    ObjectNode patch = request.object();
    if (type.startsWith("application/merge-patch+json")) {
      return object -> MergePatch.apply(object, patch);
    }
    if (type.startsWith("application/strategic-merge-patch+json")
        && served != null
        && served.schema() == null) {
      return object -> StrategicMerge.apply(object, patch, served.shape());
    }
    throw ApiFailure.of(
        415,
        "UnsupportedMediaType",
        "a patch of type \"" + type + "\" is not supported for this kind");
  }

  private static ObjectNode jsonPatched(ObjectNode object, JsonNode patch) {
    try {
      return (ObjectNode) JsonPatch.apply(patch, object);
    } catch (JsonPatchException e) {
      throw ApiFailure.of(422, "Invalid", "the patch cannot be applied: " + e.getMessage());
    }
  }

  private Answer scale(Ref ref, Request request) {
    Resource there = cluster.get(ref).orElseThrow(() -> ApiFailure.notFound(ref));
    ObjectNode scale = Scale.of(there);
    if (request.method().equals("GET")) {
      return Answer.ok(scale);
    }
    ObjectNode wanted =
        switch (request.method()) {
          case "PUT" -> request.object();
          case "PATCH" -> patched(null, request).apply(scale);
          default -> throw notAllowed(request);
        };
    Resource scaled =
        cluster.change(
            ref, object -> Scale.into(new Resource(ref.kind(), object), wanted), request.write(""));
    return Answer.ok(Scale.of(scaled));
  }

  private Answer delete(Ref ref, Request request) {
    Resource there = cluster.get(ref).orElseThrow(() -> ApiFailure.notFound(ref));
    JsonNode options = request.body().length == 0 ? Json.object() : request.json();
    String uid = options.at("/preconditions/uid").asText("");
    if (!uid.isEmpty() && !uid.equals(there.uid())) {
      throw ApiFailure.changedMeanwhile(ref);
    }
    if (options.path("propagationPolicy").asText().equals("Orphan")
        || request.has("propagationPolicy", "Orphan")) {
      cluster.orphan(there);
    }
    Optional<Resource> left =
        cluster.delete(ref, grace(request), dryRun(options) || request.has("dryRun", "All"));
    return left.map(object -> Answer.ok(object.json())).orElseGet(() -> Answer.ok(deleted(there)));
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

  private static @Nullable Duration grace(Request request) {
    String stated = request.parameters().getOrDefault("gracePeriodSeconds", "");
    if (stated.isEmpty() && request.body().length > 0) {
      stated = request.json().path("gracePeriodSeconds").asText("");
    }
    try {
      return stated.isEmpty() ? null : Duration.ofSeconds(Long.parseLong(stated));
    } catch (NumberFormatException e) {
      throw ApiFailure.badRequest("gracePeriodSeconds is not a number: " + stated);
    }
  }

  private static ApiFailure notAllowed(Request request) {
    return ApiFailure.of(
        405, "MethodNotAllowed", request.method() + " is not possible on " + request.path());
  }
}
