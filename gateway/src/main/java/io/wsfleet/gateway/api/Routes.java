package io.wsfleet.gateway.api;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.wsfleet.gateway.api.Problem.Kind;
import io.wsfleet.gateway.api.schema.ParameterValidator;
import io.wsfleet.gateway.api.schema.Schema;
import io.wsfleet.gateway.api.schema.SchemaValidator;
import io.wsfleet.gateway.api.schema.Violation;
import io.wsfleet.gateway.socketio.protocol.JsonText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Routes requests to operations: authenticates and counts a request, reads and validates it,
 * executes the operation and sends the response. A failure at any step is sent as a {@link
 * Problem}.
 */
final class Routes {
  private static final Logger LOG = Logger.getLogger("io.wsfleet.api");

  // The longest timeout that a request can ask for, and time for the network.
  private static final long MAX_WAIT_MILLIS = 65_000;

  private final Vertx vertx;
  private final ApiSettings settings;
  private final TokenFile tokens;
  private final JsonText json;
  private final ConnectionLimiter connectionLimiter;
  private final ApiCounters counters;
  private final List<Operation> operations;
  private final AtomicInteger inFlight = new AtomicInteger();

  Routes(
      Vertx vertx,
      ApiSettings settings,
      TokenFile tokens,
      JsonText json,
      ConnectionLimiter connectionLimiter,
      ApiCounters counters,
      List<Operation> operations) {
    this.vertx = vertx;
    this.settings = settings;
    this.tokens = tokens;
    this.json = json;
    this.connectionLimiter = connectionLimiter;
    this.counters = counters;
    this.operations = operations;
  }

  Router router() {
    Router router = Router.router(vertx);
    router.route().handler(this::prepare);
    operations.stream().filter(Operation::isPublic).forEach(operation -> route(router, operation));
    router.route().handler(this::authenticate);
    operations.stream().filter(each -> !each.isPublic()).forEach(each -> route(router, each));
    router.errorHandler(400, context -> fail(context, Kind.INVALID, "not a valid request"));
    router.errorHandler(
        404,
        context -> fail(context, Kind.NOT_FOUND, "unknown path; /openapi.json lists all paths"));
    router.errorHandler(405, this::methodNotAllowed);
    router.errorHandler(
        413,
        context ->
            fail(
                context,
                Kind.TOO_LARGE,
                "a body can have at most "
                    + settings.maxBody()
                    + " bytes (WSFLEET_API_BODY_BYTES)"));
    router.errorHandler(500, context -> fail(context, context.failure()));
    return router;
  }

  private void route(Router router, Operation operation) {
    String path = operation.path().replaceAll("\\{(\\w+)}", ":$1");
    ParameterValidator parameterValidator = new ParameterValidator(operation.parameters());
    Schema schema = operation.body();
    SchemaValidator body = schema == null ? null : new SchemaValidator(schema);
    // Separate routes, because within one route the body handler would have to be the first.
    router.route(operation.method(), path).handler(this::begin);
    if (body != null) {
      router.route(operation.method(), path).handler(this::requireJson);
      router
          .route(operation.method(), path)
          .handler(BodyHandler.create(false).setBodyLimit(settings.maxBody()));
    }
    router
        .route(operation.method(), path)
        .handler(
            context -> execute(context, operation, validate(context, parameterValidator, body)));
  }

  /** Sets the deadline of the connection and the common headers. */
  private void prepare(RoutingContext context) {
    connectionLimiter.onRequest(
        context.request().connection(), 2 * settings.timeoutMillis() + MAX_WAIT_MILLIS);
    context.addEndHandler(ended -> connectionLimiter.onResponse(context.request().connection()));
    context
        .response()
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .putHeader("X-Content-Type-Options", "nosniff");
    context.next();
  }

  private void authenticate(RoutingContext context) {
    if (tokens.accepts(context.request().getHeader(HttpHeaders.AUTHORIZATION))) {
      context.next();
      return;
    }
    context.response().putHeader("WWW-Authenticate", "Bearer realm=\"wsfleet\"");
    fail(context, Kind.UNAUTHORIZED, "send Authorization: Bearer with a token of this fleet");
  }

  /** Limits the requests in progress, and the time for the body to arrive. */
  private void begin(RoutingContext context) {
    context.addEndHandler(ended -> inFlight.decrementAndGet());
    if (inFlight.incrementAndGet() > settings.maxRequests()) {
      fail(
          context,
          Kind.TOO_MANY_REQUESTS,
          settings.maxRequests() + " requests are in progress (WSFLEET_API_REQUESTS); retry");
      return;
    }
    long timer =
        vertx.setTimer(
            settings.timeoutMillis(),
            id -> {
              if (!context.request().isEnded()) {
                fail(
                    context,
                    Kind.TOO_SLOW,
                    "the body did not arrive within " + settings.timeoutMillis() + " ms");
              }
            });
    context.addEndHandler(ended -> vertx.cancelTimer(timer));
    context.next();
  }

  private void requireJson(RoutingContext context) {
    String type = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
    String essence = type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    if (essence.equals("application/json")) {
      context.next();
    } else {
      fail(context, Kind.NOT_JSON, "send Content-Type: application/json");
    }
  }

  private ApiRequest validate(
      RoutingContext context,
      ParameterValidator parameterValidator,
      @Nullable SchemaValidator schemaValidator) {
    Map<String, List<String>> given = new TreeMap<>();
    context
        .queryParams()
        .forEach(
            each ->
                given
                    .computeIfAbsent(each.getKey(), name -> new ArrayList<>())
                    .add(each.getValue()));
    List<Violation> violations = new ArrayList<>(parameterValidator.validate(given));
    context.pathParams().forEach((name, value) -> given.put(name, List.of(value)));
    RequestBody requestBody = RequestBody.NONE;
    if (schemaValidator != null) {
      requestBody = RequestBody.read(json, context.body().buffer());
      violations.addAll(schemaValidator.validate(requestBody.object()));
    }
    if (!violations.isEmpty()) {
      throw new ProblemException(Problem.invalid(violations));
    }
    return new ApiRequest(given, requestBody);
  }

  private void execute(RoutingContext context, Operation operation, ApiRequest request) {
    Context eventLoop = vertx.getOrCreateContext();
    CompletionStage<ApiResponse> response = operation.action().apply(request);
    response
        // A copy, so that the timeout does not complete a stage of the bus.
        .thenApply(each -> each)
        .toCompletableFuture()
        .orTimeout(settings.timeoutMillis() + MAX_WAIT_MILLIS, TimeUnit.MILLISECONDS)
        .whenComplete(
            (done, failure) ->
                eventLoop.runOnContext(
                    go -> {
                      if (failure == null) {
                        respond(context, done);
                      } else {
                        fail(context, ClusterClient.cause(failure));
                      }
                    }));
  }

  private void respond(RoutingContext context, ApiResponse apiResponse) {
    HttpServerResponse response = context.response();
    if (response.ended() || response.closed()) {
      return;
    }
    counters.countResponse();
    response.setStatusCode(apiResponse.status());
    if (apiResponse.json().isEmpty()) {
      response.end();
    } else {
      response.putHeader(HttpHeaders.CONTENT_TYPE, "application/json").end(apiResponse.json());
    }
  }

  private void methodNotAllowed(RoutingContext context) {
    String allowed =
        operations.stream()
            .filter(
                each ->
                    context.normalizedPath().matches(each.path().replaceAll("\\{\\w+}", "[^/]+")))
            .map(each -> each.method().name())
            .distinct()
            .collect(Collectors.joining(", "));
    context.response().putHeader(HttpHeaders.ALLOW, allowed);
    fail(context, Kind.METHOD_NOT_ALLOWED, "allowed: " + allowed);
  }

  private void fail(RoutingContext context, @Nullable Throwable failure) {
    if (failure instanceof ProblemException problemException) {
      fail(context, problemException.problem());
    } else if (failure instanceof TimeoutException) {
      fail(context, Kind.FLEET_INCOMPLETE, "the fleet did not answer in time; retry");
    } else {
      LOG.errorf(failure, "event=api-fault path=%s", context.normalizedPath());
      fail(context, Kind.INTERNAL, "internal error; see the log of the gateway");
    }
  }

  private void fail(RoutingContext context, Kind kind, String detail) {
    fail(context, Problem.of(kind, detail));
  }

  private void fail(RoutingContext context, Problem problem) {
    HttpServerResponse response = context.response();
    if (response.ended() || response.closed()) {
      return;
    }
    counters.count(problem.kind());
    if (problem.kind().isTemporary()) {
      response.putHeader(HttpHeaders.RETRY_AFTER, "1");
    }
    if (isBodyIncomplete(context.request())) {
      // The rest of this body must not be read as the next request.
      response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
      context.addEndHandler(sent -> context.request().connection().close());
    }
    response
        .setStatusCode(problem.kind().status())
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
        .end(problem.json().encode());
  }

  private static boolean isBodyIncomplete(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return !request.isEnded()
        && (request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
            || (length != null && !length.equals("0")));
  }
}
