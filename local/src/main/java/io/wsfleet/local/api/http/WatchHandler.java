package io.wsfleet.local.api.http;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.wsfleet.local.api.ObjectList;
import io.wsfleet.local.api.Registry;
import io.wsfleet.local.api.ServedKind;
import io.wsfleet.local.model.Resource;
import io.wsfleet.local.model.StatusException;
import java.time.InstantSource;
import java.util.Optional;

/** Serves watches, by a chunked response or a websocket. */
final class WatchHandler {
  private static final long LONGEST_SECONDS = 3600;

  private final Vertx vertx;
  private final Registry registry;
  private final RequestHandler requestHandler;
  private final InstantSource clock;

  WatchHandler(Vertx vertx, Registry registry, RequestHandler requestHandler, InstantSource clock) {
    this.vertx = vertx;
    this.registry = registry;
    this.requestHandler = requestHandler;
    this.clock = clock;
  }

  void start(HttpServerRequest http, ApiRequest apiRequest) {
    try {
      Watch watch = watch(apiRequest);
      if ("websocket".equalsIgnoreCase(http.getHeader("Upgrade"))) {
        http.toWebSocket().onSuccess(socket -> stream(WatchStream.over(socket), watch, apiRequest));
      } else {
        stream(WatchStream.over(http.response()), watch, apiRequest);
      }
    } catch (StatusException failure) {
      ApiServer.send(http, ApiResponse.failure(failure));
    }
  }

  private Watch watch(ApiRequest apiRequest) {
    if (apiRequest.has("sendInitialEvents", "true")) {
      throw StatusException.of(
          422, "Invalid", "sendInitialEvents: Forbidden: lists are not streamed here");
    }
    ObjectPath path = ObjectPath.of(apiRequest.path()).orElseThrow(StatusException::pathNotFound);
    ServedKind servedKind = requestHandler.served(path);
    ObjectFilter objectFilter =
        ObjectFilter.of(
            path, apiRequest.parameter("labelSelector"), apiRequest.parameter("fieldSelector"));
    return new Watch(servedKind, objectFilter, apiRequest.wantsTable(), clock);
  }

  private void stream(WatchStream outlet, Watch watch, ApiRequest apiRequest) {
    Context context = vertx.getOrCreateContext();
    long after = version(apiRequest);
    if (after == 0) {
      ObjectList objectList =
          registry.listWithVersion(watch.servedKind().kind(), watch.objectFilter().namespace());
      for (Resource resource : objectList.items()) {
        if (watch.objectFilter().matches(resource)) {
          outlet.send(watch.event("ADDED", resource));
        }
      }
      after = objectList.version();
    }
    Optional<Runnable> listening =
        registry.watch(
            after,
            objectChange ->
                context.runOnContext(now -> watch.event(objectChange).ifPresent(outlet::send)));
    if (listening.isEmpty()) {
      outlet.sendGone();
      return;
    }
    Runnable stop = listening.get();
    long timer =
        vertx.setTimer(
            seconds(apiRequest) * 1000,
            now -> {
              stop.run();
              outlet.close();
            });
    outlet.onClose(
        () -> {
          stop.run();
          vertx.cancelTimer(timer);
        });
  }

  private static long version(ApiRequest apiRequest) {
    return number(apiRequest, "resourceVersion", 0);
  }

  private static long seconds(ApiRequest apiRequest) {
    long asked = number(apiRequest, "timeoutSeconds", LONGEST_SECONDS);
    return Math.max(1, Math.min(asked, LONGEST_SECONDS));
  }

  private static long number(ApiRequest apiRequest, String parameter, long otherwise) {
    try {
      String text = apiRequest.parameters().getOrDefault(parameter, "");
      return text.isEmpty() ? otherwise : Long.parseLong(text);
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }
}
