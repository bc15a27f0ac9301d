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
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** Operations that emit events, to clients and to the servers of the fleet. */
final class EventOperations {
  private static final ResponseSpec PUBLISHED =
      new ResponseSpec(204, "The bus has taken the event", null);
  private static final ResponseSpec SEQUENCED =
      new ResponseSpec(200, "The bus has taken the event, or had before", CommonSchemas.PUBLISHED);

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
        "To all sockets of a namespace, or to some of them, whichever gateway they are connected"
            + " to. It is answered when the bus of the fleet has taken the event. With a producer and"
            + " a number it is taken once, however often it is sent.",
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
        "Emits an event and waits for the clients' answers",
        "Each client is asked for an acknowledgement. The answers that have come when the time is"
            + " over are given in any case.",
        false,
        List.of(),
        Schema.object(
                optional("namespace", CommonSchemas.NAMESPACE),
                optional("to", CommonSchemas.TO),
                required("event", CommonSchemas.EVENT),
                optional("args", CommonSchemas.ARGUMENTS),
                optional("timeoutMillis", CommonSchemas.TIMEOUT))
            .named("Question"),
        new ResponseSpec(200, "What the clients answered", CommonSchemas.ANSWERS),
        List.of(Kind.INVALID),
        request ->
            client.queries().send(broadcast(request), timeout(request)).thenApply(this::responses));
  }

  private Operation serverSideEmit() {
    return new Operation(
        HttpMethod.POST,
        "/v1/server-events",
        "emitToServers",
        "Emits an event to the servers of the fleet",
        "To gateways with handlers and to Node servers on the same Redis; no client hears it. With a"
            + " producer and a number it is taken once, however often it is sent.",
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
                    CommonSchemas.namespace(request.json()), event(request))));
  }

  private Operation serverSideEmitWithAck() {
    return new Operation(
        HttpMethod.POST,
        "/v1/server-questions",
        "askServers",
        "Emits an event to the other servers of the fleet and waits for their answers",
        "All but the gateway that is asked answer, each with one value.",
        false,
        List.of(),
        Schema.object(
                optional("namespace", CommonSchemas.NAMESPACE),
                required("event", CommonSchemas.EVENT),
                optional("args", CommonSchemas.ARGUMENTS),
                optional("timeoutMillis", CommonSchemas.TIMEOUT))
            .named("ServerQuestion"),
        new ResponseSpec(200, "What the servers answered", CommonSchemas.ANSWERS),
        List.of(Kind.INVALID),
        request ->
            client
                .queries()
                .serverSideEmitWithAck(
                    CommonSchemas.namespace(request.json()), event(request), timeout(request))
                .thenApply(this::responses));
  }

  private CompletionStage<ApiResponse> publish(ApiRequest request, BusMessage message) {
    ProducerSequence sequence = CommonSchemas.sequence(request.json());
    return sequence == null ? client.publish(message) : client.publish(message, sequence);
  }

  private BusMessage.Broadcast broadcast(ApiRequest request) {
    return new BusMessage.Broadcast(
        event(request),
        CommonSchemas.audience(request.json()),
        request.json().getBoolean("volatile", false));
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
