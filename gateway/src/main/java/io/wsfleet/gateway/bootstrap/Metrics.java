package io.wsfleet.gateway.bootstrap;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.wsfleet.gateway.api.ApiCounters;
import io.wsfleet.gateway.bus.Bus;
import io.wsfleet.gateway.bus.BusCounters;
import io.wsfleet.gateway.bus.BusState;
import io.wsfleet.gateway.cluster.ForwardFailure;
import io.wsfleet.gateway.cluster.Forwarding;
import io.wsfleet.gateway.cluster.ForwardingCounters;
import io.wsfleet.gateway.engineio.protocol.CloseReason;
import io.wsfleet.gateway.engineio.server.ConnectionError;
import io.wsfleet.gateway.engineio.server.ConnectionRegistry;
import io.wsfleet.gateway.engineio.server.TransportCounters;
import io.wsfleet.gateway.handlers.HandlerFailures;
import io.wsfleet.gateway.handlers.HandlerInvoker;
import io.wsfleet.gateway.plain.PlainClients;
import io.wsfleet.gateway.plain.PlainCounters;
import io.wsfleet.gateway.rules.AnnouncementScheduler;
import io.wsfleet.gateway.rules.EventRouter;
import io.wsfleet.gateway.session.Recovery;
import io.wsfleet.gateway.socketio.server.RecoveryFailure;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToDoubleFunction;

/** The metrics of a gateway. {@code docs/metrics.md} lists them, and a test compares the two. */
final class Metrics {
  private final MeterRegistry registry;

  Metrics(MeterRegistry registry) {
    this.registry = registry;
  }

  void bind(Gateway gateway) {
    connections(gateway.connections(), gateway.transportCounters());
    sockets(gateway);
    events(gateway.eventRouter(), gateway.announcementScheduler());
    forwarding(gateway.forwarding());
    handlers(gateway.extensions().invoker());
    plain(gateway.plain());
    bus(gateway.bus());
    api(gateway.apiCounters());
    recovery(gateway.recovery());
  }

  private void connections(
      ConnectionRegistry connectionRegistry, TransportCounters transportCounters) {
    gauge("wsfleet.connections", "Open connections", connectionRegistry, ConnectionRegistry::size);
    counter(
        "wsfleet.accepted",
        "Handshakes that became connections",
        transportCounters,
        TransportCounters::accepted);
    for (ConnectionError connectionError : ConnectionError.values()) {
      FunctionCounter.builder(
              "wsfleet.refused", transportCounters, t -> t.rejected(connectionError))
          .description("Refused handshakes")
          .tag("reason", connectionError.message())
          .register(registry);
    }
    counter(
        "wsfleet.handshake.timeouts",
        "Network connections that did not finish a handshake in time",
        transportCounters,
        TransportCounters::handshakeTimeouts);
    for (CloseReason reason : CloseReason.values()) {
      FunctionCounter.builder("wsfleet.closed", transportCounters, t -> t.closed(reason))
          .description("Closed connections")
          .tag("reason", reason.label())
          .register(registry);
    }
    counter(
        "wsfleet.received",
        "Messages from clients",
        transportCounters,
        TransportCounters::received);
    counter(
        "wsfleet.sent", "Messages written to clients", transportCounters, TransportCounters::sent);
    counter(
        "wsfleet.outbound.dropped",
        "Volatile messages dropped because their client was slow",
        transportCounters,
        TransportCounters::dropped);
  }

  private void sockets(Gateway gateway) {
    gauge("wsfleet.sockets", "Sockets in all namespaces", gateway, g -> g.hub().size());
    gauge(
        "wsfleet.rooms",
        "Rooms with a socket of this gateway, including each socket's own room",
        gateway,
        g -> g.hub().roomCount());
  }

  private void events(EventRouter eventRouter, AnnouncementScheduler announcementScheduler) {
    counter("wsfleet.events", "Events from clients", eventRouter, EventRouter::events);
    counter(
        "wsfleet.events.refused",
        "Events whose rule did not run because their argument is not a room name",
        eventRouter,
        EventRouter::invalidRooms);
    counter(
        "wsfleet.events.unanswered",
        "Events not acknowledged because their rule failed",
        eventRouter,
        EventRouter::unacknowledged);
    counter(
        "wsfleet.delivered",
        "Events delivered to clients, counted for each receiver",
        eventRouter,
        EventRouter::delivered);
    counter(
        "wsfleet.announcements",
        "Announcements sent by this gateway",
        announcementScheduler,
        AnnouncementScheduler::sent);
    counter(
        "wsfleet.announcements.skipped",
        "Announcements not sent because Redis was unavailable",
        announcementScheduler,
        AnnouncementScheduler::skipped);
  }

  private void forwarding(Forwarding forwarding) {
    ForwardingCounters counters = forwarding.counters();
    counter(
        "wsfleet.forwarded",
        "Requests forwarded to the gateway of their session",
        counters,
        ForwardingCounters::requests);
    counter(
        "wsfleet.forwarded.websockets",
        "WebSocket upgrades forwarded to the gateway of their session",
        counters,
        ForwardingCounters::websockets);
    gauge("wsfleet.tunnels", "WebSockets forwarded now", forwarding, Forwarding::tunnels);
    for (ForwardFailure forwardFailure : ForwardFailure.values()) {
      FunctionCounter.builder("wsfleet.forward.failures", counters, c -> c.failures(forwardFailure))
          .description("Requests for sessions of other gateways that could not be forwarded")
          .tag("reason", forwardFailure.label())
          .register(registry);
    }
  }

  private void handlers(HandlerInvoker handlerInvoker) {
    counter(
        "wsfleet.handlers.called", "Handler calls", handlerInvoker, HandlerInvoker::invocations);
    gauge(
        "wsfleet.handlers.unfinished",
        "Unfinished handler calls",
        handlerInvoker,
        HandlerInvoker::unfinished);
    for (HandlerFailures.Kind kind : HandlerFailures.Kind.values()) {
      FunctionCounter.builder(
              "wsfleet.handlers.failed",
              handlerInvoker.failures(),
              handlerFailures -> handlerFailures.count(kind))
          .description("Failed handler calls")
          .tag("reason", kind.label())
          .register(registry);
    }
  }

  private void plain(PlainClients plain) {
    gauge("wsfleet.plain.connections", "Plain WebSocket clients", plain, PlainClients::size);
    PlainCounters traffic = plain.counters();
    sum("wsfleet.plain.accepted", "Plain clients that connected", traffic.accepted());
    sum("wsfleet.plain.received", "Messages from plain clients", traffic.received());
    sum(
        "wsfleet.plain.refused",
        "Messages from plain clients that were refused",
        traffic.refused());
    sum("wsfleet.plain.sent", "Messages to plain clients", traffic.sent());
    sum(
        "wsfleet.plain.dropped",
        "Volatile messages dropped because a plain client was slow",
        traffic.dropped());
    for (CloseReason reason : CloseReason.values()) {
      FunctionCounter.builder("wsfleet.plain.closed", traffic, t -> t.closed(reason))
          .description("Closed connections of plain clients")
          .tag("reason", reason.label())
          .register(registry);
    }
  }

  private void bus(Bus bus) {
    gauge(
        "wsfleet.bus.connected",
        "1 while this gateway receives from the bus, or runs with the in-memory bus",
        bus,
        b -> b.state() == BusState.CONNECTING ? 0 : 1);
    gauge(
        "wsfleet.bus.waiting", "Messages waiting for the Redis master", bus, Bus::pendingPublishes);
    gauge(
        "wsfleet.bus.unacknowledged",
        "Messages on the Redis master that are not yet known to be on enough replicas",
        bus,
        Bus::unacknowledged);
    gauge(
        "wsfleet.bus.heartbeat.age.seconds",
        "Age of the oldest of the newest heartbeats of all gateways",
        bus,
        b -> b.heartbeatAges().values().stream().mapToLong(age -> age).max().orElse(0) / 1000.0);
    BusCounters counters = bus.counters();
    sum("wsfleet.bus.published", "Messages published to Redis", counters.published());
    sum(
        "wsfleet.bus.unpublished",
        "Messages given up because Redis was unavailable",
        counters.publishFailures());
    sum("wsfleet.bus.received", "Messages from Redis", counters.received());
    sum(
        "wsfleet.bus.malformed",
        "Messages dropped because they could not be read",
        counters.malformed());
    sum("wsfleet.bus.reconnects", "Reconnects to Redis", counters.reconnects());
    sum(
        "wsfleet.bus.namespaces.refused",
        "Connects refused because too many namespaces are subscribed",
        counters.rejectedNamespaces());
    sum(
        "wsfleet.bus.missed",
        "Messages removed from the stream before this gateway had read them",
        counters.missedMessages());
    sum(
        "wsfleet.bus.epochs.lost",
        "How often Redis lost the stream and a new epoch began",
        counters.lostEpochs());
    sum(
        "wsfleet.bus.replicas.late",
        "How often the replicas did not have a write in time",
        counters.lateReplicaAcks());
    sum(
        "wsfleet.bus.repeated",
        "Messages received twice and delivered once",
        counters.duplicates());
  }

  private void recovery(Recovery recovery) {
    counter(
        "wsfleet.recovered", "Clients that recovered their session", recovery, Recovery::recovered);
    for (RecoveryFailure why : RecoveryFailure.values()) {
      FunctionCounter.builder("wsfleet.not.recovered", recovery, each -> each.failures(why))
          .description("Clients that tried to recover and got a new session")
          .tag("reason", why.label())
          .register(registry);
    }
    gauge(
        "wsfleet.recovery.packets", "Messages kept for recovery", recovery, Recovery::historySize);
    gauge(
        "wsfleet.recovery.bytes",
        "Approximate memory of the messages kept for recovery",
        recovery,
        Recovery::historyBytes);
    counter(
        "wsfleet.sessions.saved",
        "How often a session was saved",
        recovery,
        Recovery::sessionWrites);
    counter(
        "wsfleet.sessions.unsaved",
        "How often a session was not saved because all sessions together were too large",
        recovery,
        Recovery::skippedSessionWrites);
    gauge(
        "wsfleet.sessions.bytes",
        "Size of the saved sessions of this gateway",
        recovery,
        Recovery::sessionBytes);
  }

  private void api(ApiCounters counters) {
    counter(
        "wsfleet.api.answered",
        "Successful requests to the HTTP API",
        counters,
        ApiCounters::responses);
    counters
        .problems()
        .forEach(
            (reason, count) ->
                FunctionCounter.builder("wsfleet.api.problems", count, LongAdder::sum)
                    .description("Failed requests to the HTTP API")
                    .tag("reason", reason)
                    .register(registry));
    counter(
        "wsfleet.api.closed",
        "Network connections to the HTTP API closed because they were too many or too slow",
        counters,
        ApiCounters::closed);
  }

  private void sum(String name, String description, LongAdder adder) {
    counter(name, description, adder, LongAdder::sum);
  }

  private <T> void counter(String name, String description, T source, ToDoubleFunction<T> count) {
    FunctionCounter.builder(name, source, count).description(description).register(registry);
  }

  private <T> void gauge(String name, String description, T source, ToDoubleFunction<T> value) {
    // Referenced strongly: a gauge whose source is garbage-collected shows no number.
    Gauge.builder(name, source, value)
        .description(description)
        .strongReference(true)
        .register(registry);
  }
}
