package io.wsfleet.gateway.bootstrap;

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
import io.wsfleet.gateway.rules.LocalNode;
import java.util.concurrent.atomic.LongAdder;

/** The metrics of a gateway. {@code docs/metrics.md} lists them, and a test compares the two. */
final class Metrics {
  private final Meters meters;

  Metrics(MeterRegistry registry) {
    this.meters = new Meters(registry);
  }

  void bind(Gateway gateway) {
    connections(gateway.connections(), gateway.transportCounters());
    sockets(gateway);
    events(gateway.eventRouter(), gateway.localNode(), gateway.announcementScheduler());
    forwarding(gateway.forwarding());
    handlers(gateway.extensions().invoker());
    plain(gateway.plain());
    bus(gateway.bus());
    api(gateway.apiCounters());
    new RecoveryMetrics(meters).bind(gateway.recovery());
    new PacketFilterMetrics(meters).bind(gateway);
  }

  private void connections(ConnectionRegistry connectionRegistry, TransportCounters counters) {
    meters.gauge(
        "wsfleet.connections", "Open connections", connectionRegistry, ConnectionRegistry::size);
    meters.counter(
        "wsfleet.accepted",
        "Handshakes that became connections",
        counters,
        TransportCounters::accepted);
    for (ConnectionError connectionError : ConnectionError.values()) {
      meters.counter(
          "wsfleet.refused",
          "Refused handshakes",
          connectionError.message(),
          counters,
          t -> t.rejected(connectionError));
    }
    meters.counter(
        "wsfleet.handshake.timeouts",
        "Network connections that did not finish a handshake in time",
        counters,
        TransportCounters::handshakeTimeouts);
    for (CloseReason reason : CloseReason.values()) {
      meters.counter(
          "wsfleet.closed", "Closed connections", reason.label(), counters, t -> t.closed(reason));
    }
    meters.counter(
        "wsfleet.closed.unanswered",
        "Connections closed at shutdown although something was unanswered",
        counters,
        TransportCounters::closedUnanswered);
    meters.counter(
        "wsfleet.received", "Messages from clients", counters, TransportCounters::received);
    meters.counter(
        "wsfleet.sent", "Messages written to clients", counters, TransportCounters::sent);
    meters.counter(
        "wsfleet.outbound.dropped",
        "Volatile messages dropped because their client was slow",
        counters,
        TransportCounters::dropped);
  }

  private void sockets(Gateway gateway) {
    meters.gauge("wsfleet.sockets", "Sockets in all namespaces", gateway, g -> g.hub().size());
    meters.gauge(
        "wsfleet.rooms",
        "Rooms with a socket of this gateway, including each socket's own room",
        gateway,
        g -> g.hub().roomCount());
  }

  private void events(
      EventRouter eventRouter, LocalNode localNode, AnnouncementScheduler announcementScheduler) {
    meters.counter("wsfleet.events", "Events from clients", eventRouter, EventRouter::events);
    meters.counter(
        "wsfleet.events.refused",
        "Events whose rule did not run because their argument is not a room name",
        eventRouter,
        EventRouter::invalidRooms);
    meters.counter(
        "wsfleet.events.unanswered",
        "Events not acknowledged because their rule failed",
        eventRouter,
        EventRouter::unacknowledged);
    meters.counter(
        "wsfleet.delivered",
        "Events delivered to clients, counted for each receiver",
        localNode,
        LocalNode::delivered);
    meters.counter(
        "wsfleet.announcements",
        "Announcements sent by this gateway",
        announcementScheduler,
        AnnouncementScheduler::sent);
    meters.counter(
        "wsfleet.announcements.skipped",
        "Announcements not sent because Redis was unavailable",
        announcementScheduler,
        AnnouncementScheduler::skipped);
  }

  private void forwarding(Forwarding forwarding) {
    ForwardingCounters counters = forwarding.counters();
    meters.counter(
        "wsfleet.forwarded",
        "Requests forwarded to the gateway of their session",
        counters,
        ForwardingCounters::requests);
    meters.counter(
        "wsfleet.forwarded.websockets",
        "WebSocket upgrades forwarded to the gateway of their session",
        counters,
        ForwardingCounters::websockets);
    meters.gauge("wsfleet.tunnels", "WebSockets forwarded now", forwarding, Forwarding::tunnels);
    for (ForwardFailure forwardFailure : ForwardFailure.values()) {
      meters.counter(
          "wsfleet.forward.failures",
          "Requests for sessions of other gateways that could not be forwarded",
          forwardFailure.label(),
          counters,
          c -> c.failures(forwardFailure));
    }
  }

  private void handlers(HandlerInvoker handlerInvoker) {
    meters.counter(
        "wsfleet.handlers.called", "Handler calls", handlerInvoker, HandlerInvoker::invocations);
    meters.gauge(
        "wsfleet.handlers.unfinished",
        "Unfinished handler calls",
        handlerInvoker,
        HandlerInvoker::unfinished);
    for (HandlerFailures.Kind kind : HandlerFailures.Kind.values()) {
      meters.counter(
          "wsfleet.handlers.failed",
          "Failed handler calls",
          kind.label(),
          handlerInvoker.failures(),
          handlerFailures -> handlerFailures.count(kind));
    }
  }

  private void plain(PlainClients plain) {
    meters.gauge("wsfleet.plain.connections", "Plain WebSocket clients", plain, PlainClients::size);
    PlainCounters traffic = plain.counters();
    meters.sum("wsfleet.plain.accepted", "Plain clients that connected", traffic.accepted());
    meters.sum("wsfleet.plain.received", "Messages from plain clients", traffic.received());
    meters.sum(
        "wsfleet.plain.refused",
        "Messages from plain clients that were refused",
        traffic.refused());
    meters.sum("wsfleet.plain.sent", "Messages to plain clients", traffic.sent());
    meters.sum(
        "wsfleet.plain.dropped",
        "Volatile messages dropped because a plain client was slow",
        traffic.dropped());
    for (CloseReason reason : CloseReason.values()) {
      meters.counter(
          "wsfleet.plain.closed",
          "Closed connections of plain clients",
          reason.label(),
          traffic,
          t -> t.closed(reason));
    }
  }

  private void bus(Bus bus) {
    meters.gauge(
        "wsfleet.bus.connected",
        "1 while this gateway receives from the bus, or runs with the in-memory bus",
        bus,
        b -> b.state() == BusState.CONNECTING ? 0 : 1);
    meters.gauge(
        "wsfleet.bus.waiting", "Messages waiting for the Redis master", bus, Bus::pendingPublishes);
    meters.gauge(
        "wsfleet.bus.unacknowledged",
        "Messages on the Redis master that are not yet known to be on enough replicas",
        bus,
        Bus::unacknowledged);
    meters.gauge(
        "wsfleet.bus.heartbeat.age.seconds",
        "Age of the oldest of the newest heartbeats of all gateways",
        bus,
        b -> b.heartbeatAges().values().stream().mapToLong(age -> age).max().orElse(0) / 1000.0);
    BusCounters counters = bus.counters();
    meters.sum("wsfleet.bus.published", "Messages published to Redis", counters.published());
    meters.sum(
        "wsfleet.bus.unpublished",
        "Messages given up because Redis was unavailable",
        counters.publishFailures());
    meters.sum("wsfleet.bus.received", "Messages from Redis", counters.received());
    meters.sum(
        "wsfleet.bus.malformed",
        "Messages dropped because they could not be read",
        counters.malformed());
    meters.sum("wsfleet.bus.reconnects", "Reconnects to Redis", counters.reconnects());
    meters.sum(
        "wsfleet.bus.namespaces.refused",
        "Connects refused because too many namespaces are subscribed",
        counters.rejectedNamespaces());
    meters.sum(
        "wsfleet.bus.missed",
        "Messages removed from the stream before this gateway had read them",
        counters.missedMessages());
    meters.sum(
        "wsfleet.bus.epochs.lost",
        "How often Redis lost the stream and a new epoch began",
        counters.lostEpochs());
    meters.sum(
        "wsfleet.bus.replicas.late",
        "How often the replicas did not have a write in time",
        counters.lateReplicaAcks());
    meters.sum(
        "wsfleet.bus.repeated",
        "Messages received twice and delivered once",
        counters.duplicates());
  }

  private void api(ApiCounters counters) {
    meters.counter(
        "wsfleet.api.answered",
        "Successful requests to the HTTP API",
        counters,
        ApiCounters::responses);
    counters
        .problems()
        .forEach(
            (reason, count) ->
                meters.counter(
                    "wsfleet.api.problems",
                    "Failed requests to the HTTP API",
                    reason,
                    count,
                    LongAdder::sum));
    meters.counter(
        "wsfleet.api.closed",
        "Network connections to the HTTP API closed because they were too many or too slow",
        counters,
        ApiCounters::closed);
  }
}
