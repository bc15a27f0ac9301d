package io.wsfleet.local.api.http;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.wsfleet.local.api.ApiFailure;
import io.wsfleet.local.api.Cluster;
import io.wsfleet.local.api.Listing;
import io.wsfleet.local.api.Served;
import io.wsfleet.local.model.Resource;
import java.time.InstantSource;
import java.util.Optional;

/** Tells watchers what happens, over a chunked answer or over a websocket. */
final class Watches {
  private static final long LONGEST_SECONDS = 3600;

  private final Vertx vertx;
  private final Cluster cluster;
  private final Requests requests;
  private final InstantSource clock;

  Watches(Vertx vertx, Cluster cluster, Requests requests, InstantSource clock) {
    this.vertx = vertx;
    this.cluster = cluster;
    this.requests = requests;
    this.clock = clock;
  }

  void start(HttpServerRequest http, Request request) {
    try {
      Watch watch = watch(request);
      if ("websocket".equalsIgnoreCase(http.getHeader("Upgrade"))) {
        http.toWebSocket().onSuccess(socket -> follow(WatchOutlet.over(socket), watch, request));
      } else {
        follow(WatchOutlet.over(http.response()), watch, request);
      }
    } catch (ApiFailure failure) {
      ApiServer.send(http, Answer.failure(failure));
    }
  }

  private Watch watch(Request request) {
    if (request.has("sendInitialEvents", "true")) {
      throw ApiFailure.of(
          422, "Invalid", "sendInitialEvents: Forbidden: lists are not streamed here");
    }
    ObjectPath path = ObjectPath.of(request.path()).orElseThrow(ApiFailure::noSuchPath);
    Served served = requests.served(path);
    Filter filter =
        Filter.of(path, request.parameter("labelSelector"), request.parameter("fieldSelector"));
    return new Watch(served, filter, request.wantsTable(), clock);
  }

  private void follow(WatchOutlet outlet, Watch watch, Request request) {
    Context context = vertx.getOrCreateContext();
    long after = version(request);
    if (after == 0) {
      Listing listing = cluster.listing(watch.served().kind(), watch.filter().namespace());
      for (Resource resource : listing.items()) {
        if (watch.filter().accepts(resource)) {
          outlet.send(watch.event("ADDED", resource));
        }
      }
      after = listing.version();
    }
    Optional<Runnable> listening =
        cluster.listen(
            after,
            change -> context.runOnContext(now -> watch.event(change).ifPresent(outlet::send)));
    if (listening.isEmpty()) {
      outlet.sendGone();
      return;
    }
    Runnable stop = listening.get();
    long timer =
        vertx.setTimer(
            seconds(request) * 1000,
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

  private static long version(Request request) {
    return number(request, "resourceVersion", 0);
  }

  private static long seconds(Request request) {
    long asked = number(request, "timeoutSeconds", LONGEST_SECONDS);
    return Math.max(1, Math.min(asked, LONGEST_SECONDS));
  }

  private static long number(Request request, String parameter, long otherwise) {
    try {
      String text = request.parameters().getOrDefault(parameter, "");
      return text.isEmpty() ? otherwise : Long.parseLong(text);
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }
}
