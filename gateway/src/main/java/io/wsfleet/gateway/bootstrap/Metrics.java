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

/**
 * The parts count for themselves; here their counts get names. {@code docs/gateway.md} lists them,
 * and a test holds the two together.
 */
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
          .description("Handshakes that were refused")
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
          .description("Connections that ended")
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
    gauge("wsfleet.sockets", "Clients in the main namespace", gateway, g -> g.hub().size());
    gauge(
        "wsfleet.rooms",
        "Rooms with a member here, each socket's own included",
        gateway,
        g -> g.hub().roomCount());
  }

  private void events(EventRouter eventRouter, AnnouncementScheduler announcementScheduler) {
    counter("wsfleet.events", "Events from clients", eventRouter, EventRouter::events);
    counter(
        "wsfleet.events.refused",
        "Events whose rule was not carried out, since their argument names no room",
        eventRouter,
        EventRouter::invalidRooms);
    counter(
        "wsfleet.events.unanswered",
        "Events not acknowledged, since their rule could not be carried out",
        eventRouter,
        EventRouter::unacknowledged);
    counter(
        "wsfleet.delivered",
        "Events handed to clients, counted for each receiver",
        eventRouter,
        EventRouter::delivered);
    counter(
        "wsfleet.announcements",
        "Announcements that this gateway made for the fleet",
        announcementScheduler,
        AnnouncementScheduler::sent);
    counter(
        "wsfleet.announcements.skipped",
        "Announcements not made because Redis could not say whose turn it was",
        announcementScheduler,
        AnnouncementScheduler::skipped);
  }

  private void forwarding(Forwarding forwarding) {
    ForwardingCounters counters = forwarding.counters();
    counter(
        "wsfleet.forwarded",
        "Requests that were passed on to the gateway that holds their session",
        counters,
        ForwardingCounters::requests);
    counter(
        "wsfleet.forwarded.websockets",
        "Upgrades that were passed on to the gateway that holds their session",
        counters,
        ForwardingCounters::websockets);
    gauge("wsfleet.tunnels", "Websockets passed on now", forwarding, Forwarding::tunnels);
    for (ForwardFailure forwardFailure : ForwardFailure.values()) {
      FunctionCounter.builder("wsfleet.forward.failures", counters, c -> c.failures(forwardFailure))
          .description("Requests for sessions of other gateways that were not passed on")
          .tag("reason", forwardFailure.label())
          .register(registry);
    }
  }

  private void handlers(HandlerInvoker handlerInvoker) {
    counter(
        "wsfleet.handlers.called",
        "Handlers that were called",
        handlerInvoker,
        HandlerInvoker::invocations);
    gauge(
        "wsfleet.handlers.unfinished",
        "Handlers that are not done yet",
        handlerInvoker,
        HandlerInvoker::unfinished);
    for (HandlerFailures.Kind kind : HandlerFailures.Kind.values()) {
      FunctionCounter.builder(
              "wsfleet.handlers.failed",
              handlerInvoker.failures(),
              handlerFailures -> handlerFailures.count(kind))
          .description("Handlers that have not done their work")
          .tag("reason", kind.label())
          .register(registry);
    }
  }

  private void plain(PlainClients plain) {
    gauge("wsfleet.plain.connections", "Plain websocket clients", plain, PlainClients::size);
    PlainCounters traffic = plain.counters();
    sum("wsfleet.plain.accepted", "Plain clients that connected", traffic.accepted());
    sum("wsfleet.plain.received", "Messages from plain clients", traffic.received());
    sum("wsfleet.plain.refused", "Messages of theirs that were refused", traffic.refused());
    sum("wsfleet.plain.sent", "Messages to plain clients", traffic.sent());
    sum(
        "wsfleet.plain.dropped",
        "Volatile messages dropped because a plain client was slow",
        traffic.dropped());
    for (CloseReason reason : CloseReason.values()) {
      FunctionCounter.builder("wsfleet.plain.closed", traffic, t -> t.closed(reason))
          .description("Plain clients that are gone")
          .tag("reason", reason.label())
          .register(registry);
    }
  }

  private void bus(Bus bus) {
    gauge(
        "wsfleet.bus.connected",
        "1 while this gateway hears the fleet, or runs alone",
        bus,
        b -> b.state() == BusState.CONNECTING ? 0 : 1);
    gauge(
        "wsfleet.bus.waiting", "Messages waiting for the Redis master", bus, Bus::pendingPublishes);
    gauge(
        "wsfleet.bus.unacknowledged",
        "Messages that Redis took, and that are not known to be in enough replicas yet",
        bus,
        Bus::unacknowledged);
    gauge(
        "wsfleet.bus.canary.age.seconds",
        "For how long the gateway that was silent longest has not been heard here",
        bus,
        b -> b.heartbeatAges().values().stream().mapToLong(age -> age).max().orElse(0) / 1000.0);
    BusCounters counters = bus.counters();
    sum("wsfleet.bus.published", "Messages that Redis took", counters.published());
    sum(
        "wsfleet.bus.unpublished",
        "Messages given up because Redis was away",
        counters.publishFailures());
    sum("wsfleet.bus.received", "Messages from Redis", counters.received());
    sum(
        "wsfleet.bus.malformed",
        "Messages dropped because they could not be read",
        counters.malformed());
    sum("wsfleet.bus.reconnects", "Connections to Redis that came back", counters.reconnects());
    sum(
        "wsfleet.bus.namespaces.refused",
        "Joins refused because the bus hears too many namespaces already",
        counters.rejectedNamespaces());
    sum(
        "wsfleet.bus.missed",
        "Messages that were gone from the stream before this gateway had read them",
        counters.missedMessages());
    sum(
        "wsfleet.bus.histories.lost",
        "How often Redis had lost the stream, and began anew",
        counters.lostEpochs());
    sum(
        "wsfleet.bus.replicas.late",
        "How often the replicas did not have in time what was written",
        counters.lateReplicaAcks());
    sum(
        "wsfleet.bus.repeated",
        "Messages that came a second time, and were told once",
        counters.duplicates());
  }

  private void recovery(Recovery recovery) {
    counter(
        "wsfleet.recovered", "Clients that got their session back", recovery, Recovery::recovered);
    for (RecoveryFailure why : RecoveryFailure.values()) {
      FunctionCounter.builder("wsfleet.not.recovered", recovery, each -> each.failures(why))
          .description("Clients that came back and got a new session")
          .tag("reason", why.label())
          .register(registry);
    }
    gauge(
        "wsfleet.recovery.packets",
        "Messages that are kept for clients that come back",
        recovery,
        Recovery::historySize);
    gauge(
        "wsfleet.recovery.bytes",
        "Memory that those take, about",
        recovery,
        Recovery::historyBytes);
    counter(
        "wsfleet.sessions.saved",
        "How often a session was saved",
        recovery,
        Recovery::sessionWrites);
    counter(
        "wsfleet.sessions.unsaved",
        "How often a session was not saved, since all together were too large",
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
        "Requests to the HTTP API that were carried out",
        counters,
        ApiCounters::responses);
    counters
        .problems()
        .forEach(
            (reason, count) ->
                FunctionCounter.builder("wsfleet.api.problems", count, LongAdder::sum)
                    .description("Requests to the HTTP API that were not carried out")
                    .tag("reason", reason)
                    .register(registry));
    counter(
        "wsfleet.api.closed",
        "Network connections to the HTTP API that were closed, being too many or too slow",
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
    // Held strongly: a gauge whose source was collected would show no number at all.
    Gauge.builder(name, source, value)
        .description(description)
        .strongReference(true)
        .register(registry);
  }
}
