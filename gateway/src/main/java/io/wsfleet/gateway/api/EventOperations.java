package io.wsfleet.gateway.api;

import static io.wsfleet.gateway.api.schema.Schema.Field.optional;
import static io.wsfleet.gateway.api.schema.Schema.Field.required;

import io.vertx.core.http.HttpMethod;
import io.wsfleet.gateway.api.Operation.ResponseSpec;
import io.wsfleet.gateway.api.Problem.Kind;
import io.wsfleet.gateway.api.schema.Schema;
import io.wsfleet.gateway.bus.BusMessage;
import io.wsfleet.gateway.bus.ClusterQueries.Responses;
import io.wsfleet.gateway.bus.ProducerSequence;
import io.wsfleet.gateway.socketio.protocol.Event;
import io.wsfleet.gateway.socketio.protocol.InlineBinary;
import io.wsfleet.gateway.socketio.protocol.JsonPayload;
import io.wsfleet.gateway.socketio.protocol.JsonText;
import io.wsfleet.gateway.socketio.protocol.PacketValidator;
import io.wsfleet.gateway.socketio.protocol.PacketViolation;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The operations that emit events to clients and servers. */
final class EventOperations {
  private static final ResponseSpec PUBLISHED =
      new ResponseSpec(204, "The bus has accepted the event", null);
  private static final ResponseSpec SEQUENCED =
      new ResponseSpec(
          200, "The bus has accepted the event, now or before", CommonSchemas.PUBLISHED);

  private final ClusterClient client;
  private final JsonText json;
  private final InlineBinary inlineBinary;

  EventOperations(ClusterClient clusterClient, JsonText json) {
    this.client = clusterClient;
    this.json = json;
    this.inlineBinary = new InlineBinary(json);
  }

  List<Operation> operations() {
    return List.of(emit(), emitWithAck(), serverSideEmit(), serverSideEmitWithAck());
  }

  private Operation emit() {
    return new Operation(
        HttpMethod.POST,
        "/v1/events",
        "emit",
        "Emits an event to clients",
        "Sends an event to all sockets of a namespace or to some of them, on all gateways. Responds"
            + " when the bus has accepted the event. With a producer and a number the event is"
            + " accepted only once, also if the request is repeated.",
        false,
        List.of(),
        Schema.object(
                optional("namespace", CommonSchemas.NAMESPACE),
                optional("to", CommonSchemas.TO),
                required("event", CommonSchemas.EVENT),
                optional("args", CommonSchemas.ARGUMENTS),
                optional("volatile", CommonSchemas.VOLATILE),
                optional("producer", CommonSchemas.PRODUCER),
                optional("number", CommonSchemas.NUMBER))
            .named("Emit"),
        PUBLISHED,
        SEQUENCED,
        List.of(Kind.INVALID, Kind.OUT_OF_TURN, Kind.BUS_UNAVAILABLE),
        request -> publish(request, broadcast(request)));
  }

  private Operation emitWithAck() {
    return new Operation(
        HttpMethod.POST,
        "/v1/questions",
        "ask",
        "Emits an event that clients acknowledge",
        "Responds when all clients have acknowledged the event, or after the timeout with the"
            + " acknowledgements until then.",
        false,
        List.of(),
        Schema.object(
                optional("namespace", CommonSchemas.NAMESPACE),
                optional("to", CommonSchemas.TO),
                required("event", CommonSchemas.EVENT),
                optional("args", CommonSchemas.ARGUMENTS),
                optional("timeoutMillis", CommonSchemas.TIMEOUT))
            .named("Question"),
        new ResponseSpec(200, "The acknowledgements of the clients", CommonSchemas.ANSWERS),
        List.of(Kind.INVALID),
        request ->
            client.queries().send(broadcast(request), timeout(request)).thenApply(this::responses));
  }

  private Operation serverSideEmit() {
    return new Operation(
        HttpMethod.POST,
        "/v1/server-events",
        "emitToServers",
        "Emits an event to servers",
        "Sends an event to the handlers of all gateways and to the Node servers on the same Redis,"
            + " and not to clients. With a producer and a number the event is accepted only once,"
            + " also if the request is repeated.",
        false,
        List.of(),
        Schema.object(
                optional("namespace", CommonSchemas.NAMESPACE),
                required("event", CommonSchemas.EVENT),
                optional("args", CommonSchemas.ARGUMENTS),
                optional("producer", CommonSchemas.PRODUCER),
                optional("number", CommonSchemas.NUMBER))
            .named("ServerEvent"),
        PUBLISHED,
        SEQUENCED,
        List.of(Kind.INVALID, Kind.OUT_OF_TURN, Kind.BUS_UNAVAILABLE),
        request ->
            publish(
                request,
                new BusMessage.ServerEvent(
                    CommonSchemas.namespace(request.json()), serverEvent(request))));
  }

  private Operation serverSideEmitWithAck() {
    return new Operation(
        HttpMethod.POST,
        "/v1/server-questions",
        "askServers",
        "Emits an event that servers acknowledge",
        "All gateways and Node servers acknowledge it, except the gateway that gets the request.",
        false,
        List.of(),
        Schema.object(
                optional("namespace", CommonSchemas.NAMESPACE),
                required("event", CommonSchemas.EVENT),
                optional("args", CommonSchemas.ARGUMENTS),
                optional("timeoutMillis", CommonSchemas.TIMEOUT))
            .named("ServerQuestion"),
        new ResponseSpec(200, "The acknowledgements of the servers", CommonSchemas.ANSWERS),
        List.of(Kind.INVALID),
        request ->
            client
                .queries()
                .serverSideEmitWithAck(
                    CommonSchemas.namespace(request.json()), serverEvent(request), timeout(request))
                .thenApply(this::responses));
  }

  private CompletionStage<ApiResponse> publish(ApiRequest request, BusMessage message) {
    ProducerSequence sequence = CommonSchemas.sequence(request.json());
    return sequence == null ? client.publish(message) : client.publish(message, sequence);
  }

  private BusMessage.Broadcast broadcast(ApiRequest request) {
    return new BusMessage.Broadcast(
        clientEvent(request),
        CommonSchemas.audience(request.json()),
        request.json().getBoolean("volatile", false));
  }

  private Event clientEvent(ApiRequest request) {
    Event event = event(request);
    check(PacketValidator.violation(event));
    return event;
  }

  private Event serverEvent(ApiRequest request) {
    Event event = event(request);
    check(PacketValidator.serverViolation(event));
    return event;
  }

  private static void check(@Nullable PacketViolation violation) {
    if (violation != null) {
      boolean isName =
          violation == PacketViolation.RESERVED_EVENT
              || violation == PacketViolation.RESERVED_SERVER_EVENT;
      throw new ProblemException(
          Problem.invalid(isName ? "/event" : "/args", violation.sentence()));
    }
  }

  private Event event(ApiRequest request) {
    try {
      return inlineBinary.event(
          request.json().getString("event"), request.body().array(json, "args", "[]"));
    } catch (InlineBinary.InvalidArgumentsException invalidArgumentsException) {
      throw new ProblemException(Problem.invalid("/args", invalidArgumentsException.reason()));
    }
  }

  private static long timeout(ApiRequest request) {
    return request.json().getLong("timeoutMillis", 5000L);
  }

  private ApiResponse responses(Responses<JsonPayload> responses) {
    String values =
        responses.values().stream()
            .map(inlineBinary::json)
            .collect(Collectors.joining(",", "[", "]"));
    return ApiResponse.of(
        "{\"answers\":%s,\"expected\":%d,\"complete\":%b}"
            .formatted(values, responses.expected(), responses.complete()));
  }
}
