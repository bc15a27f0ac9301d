package io.wsfleet.gateway.api;

import static io.wsfleet.gateway.api.Schema.Field.optional;
import static io.wsfleet.gateway.api.Schema.Field.required;

import io.vertx.core.http.HttpMethod;
import io.wsfleet.gateway.api.Operation.Answer;
import io.wsfleet.gateway.api.Problem.Kind;
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
final class Events {
  private static final Answer TAKEN = new Answer(204, "The bus has taken the event", null);
  private static final Answer NUMBERED =
      new Answer(200, "The bus has taken the event, or had before", Vocabulary.TAKEN);

  private final Fleet fleet;
  private final JsonText json;
  private final InlineBinary inline;

  Events(Fleet fleet, JsonText json) {
    this.fleet = fleet;
    this.json = json;
    this.inline = new InlineBinary(json);
  }

  List<Operation> operations() {
    return List.of(emit(), ask(), emitToServers(), askServers());
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
                optional("namespace", Vocabulary.NAMESPACE),
                optional("to", Vocabulary.TO),
                required("event", Vocabulary.EVENT),
                optional("args", Vocabulary.ARGUMENTS),
                optional("volatile", Vocabulary.VOLATILE),
                optional("producer", Vocabulary.PRODUCER),
                optional("number", Vocabulary.NUMBER))
            .named("Emit"),
        TAKEN,
        NUMBERED,
        List.of(Kind.INVALID, Kind.OUT_OF_TURN, Kind.BUS_UNAVAILABLE),
        call -> tell(call, broadcast(call)));
  }

  private Operation ask() {
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
                optional("namespace", Vocabulary.NAMESPACE),
                optional("to", Vocabulary.TO),
                required("event", Vocabulary.EVENT),
                optional("args", Vocabulary.ARGUMENTS),
                optional("timeoutMillis", Vocabulary.TIMEOUT))
            .named("Question"),
        new Answer(200, "What the clients answered", Vocabulary.ANSWERS),
        List.of(Kind.INVALID),
        call -> fleet.ask().send(broadcast(call), timeout(call)).thenApply(this::answers));
  }

  private Operation emitToServers() {
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
                optional("namespace", Vocabulary.NAMESPACE),
                required("event", Vocabulary.EVENT),
                optional("args", Vocabulary.ARGUMENTS),
                optional("producer", Vocabulary.PRODUCER),
                optional("number", Vocabulary.NUMBER))
            .named("ServerEvent"),
        TAKEN,
        NUMBERED,
        List.of(Kind.INVALID, Kind.OUT_OF_TURN, Kind.BUS_UNAVAILABLE),
        call ->
            tell(call, new BusMessage.ServerEvent(Vocabulary.namespace(call.json()), event(call))));
  }

  private Operation askServers() {
    return new Operation(
        HttpMethod.POST,
        "/v1/server-questions",
        "askServers",
        "Emits an event to the other servers of the fleet and waits for their answers",
        "All but the gateway that is asked answer, each with one value.",
        false,
        List.of(),
        Schema.object(
                optional("namespace", Vocabulary.NAMESPACE),
                required("event", Vocabulary.EVENT),
                optional("args", Vocabulary.ARGUMENTS),
                optional("timeoutMillis", Vocabulary.TIMEOUT))
            .named("ServerQuestion"),
        new Answer(200, "What the servers answered", Vocabulary.ANSWERS),
        List.of(Kind.INVALID),
        call ->
            fleet
                .ask()
                .serverSideEmitWithAck(
                    Vocabulary.namespace(call.json()), event(call), timeout(call))
                .thenApply(this::answers));
  }

  private CompletionStage<Reply> tell(Call call, BusMessage message) {
    ProducerSequence producerSequence = Vocabulary.turn(call.json());
    return producerSequence == null ? fleet.tell(message) : fleet.tell(message, producerSequence);
  }

  private BusMessage.Broadcast broadcast(Call call) {
    return new BusMessage.Broadcast(
        event(call), Vocabulary.audience(call.json()), call.json().getBoolean("volatile", false));
  }

  private Event event(Call call) {
    try {
      return inline.event(call.json().getString("event"), call.body().array(json, "args", "[]"));
    } catch (InlineBinary.InvalidArgumentsException invalidArgumentsException) {
      throw new Refused(Problem.invalid("/args", invalidArgumentsException.reason()));
    }
  }

  private static long timeout(Call call) {
    return call.json().getLong("timeoutMillis", 5000L);
  }

  private Reply answers(Responses<JsonPayload> responses) {
    String given =
        responses.values().stream().map(inline::json).collect(Collectors.joining(",", "[", "]"));
    return Reply.of(
        "{\"answers\":%s,\"expected\":%d,\"complete\":%b}"
            .formatted(given, responses.expected(), responses.complete()));
  }
}
