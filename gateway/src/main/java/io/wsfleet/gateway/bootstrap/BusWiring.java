package io.wsfleet.gateway.bootstrap;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.wsfleet.gateway.bus.Bus;
import io.wsfleet.gateway.bus.FilteringBus;
import io.wsfleet.gateway.bus.InMemoryBus;
import io.wsfleet.gateway.bus.InMemoryLeases;
import io.wsfleet.gateway.bus.Leases;
import io.wsfleet.gateway.bus.PacketFilter;
import io.wsfleet.gateway.bus.pubsub.PubSubBus;
import io.wsfleet.gateway.bus.redis.RedisLeases;
import io.wsfleet.gateway.bus.redis.RedisSettings;
import io.wsfleet.gateway.bus.stream.StreamBus;
import io.wsfleet.gateway.bus.stream.StreamSettings;
import io.wsfleet.gateway.cluster.Forwarding;
import io.wsfleet.gateway.cluster.PeerPort;
import io.wsfleet.gateway.cluster.PeerPortSettings;
import io.wsfleet.gateway.cluster.Registration;
import io.wsfleet.gateway.config.InvalidSettingException;
import io.wsfleet.gateway.engineio.transport.EngineIoEndpoint;
import io.wsfleet.gateway.net.Credentials;
import io.wsfleet.gateway.net.EventLoopTimers;
import io.wsfleet.gateway.net.TlsFolder;
import io.wsfleet.gateway.net.TlsReload;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/** Wires what connects this gateway to the others: bus, registration, forwarding, peer port. */
final class BusWiring {
  private final FilteringBus bus;
  private final Leases leases;
  private final Registration registration;
  private final Forwarding forwarding;
  private final @Nullable PeerPortSettings peerPortSettings;
  private final @Nullable PeerPort peerPort;
  private final @Nullable TlsReload tlsReload;

  /**
   * @param forwardedRequests handles the requests that other gateways forward to the peer port
   */
  BusWiring(
      Vertx vertx,
      Settings settings,
      SecureRandom random,
      Handler<HttpServerRequest> forwardedRequests) {
    this.bus = new FilteringBus(bus(vertx, settings, random), new PacketFilter());
    this.leases = leases(vertx, settings, random, bus);
    this.registration = new Registration(vertx, leases, settings.peers().self(), random);
    PeerPortSettings peers = settings.peerPort();
    TlsFolder.@Nullable Content tls = peers == null ? null : peers.tls().read();
    Credentials credentials = credentials(vertx, tls);
    this.forwarding =
        new Forwarding(
            vertx,
            settings.peers(),
            registration,
            leases,
            credentials,
            EngineIoEndpoint::suspendDeadline,
            EventLoopTimers::now);
    this.peerPortSettings = peers;
    if (peers == null || tls == null || credentials == null) {
      this.peerPort = null;
      this.tlsReload = null;
    } else {
      this.peerPort = new PeerPort(vertx, peers, credentials, forwardedRequests);
      this.tlsReload = new TlsReload(vertx, peers.tls(), credentials, tls);
    }
  }

  private static Bus bus(Vertx vertx, Settings settings, SecureRandom random) {
    RedisSettings redis = settings.redis();
    if (redis == null) {
      return new InMemoryBus(settings.gateway());
    }
    StreamSettings stream = settings.stream();
    return stream == null
        ? new PubSubBus(vertx, redis, random, EventLoopTimers::now)
        : new StreamBus(vertx, redis, stream, random, EventLoopTimers::now);
  }

  private static Leases leases(Vertx vertx, Settings settings, SecureRandom random, Bus bus) {
    RedisSettings redis = settings.redis();
    return redis == null
        ? new InMemoryLeases()
        : new RedisLeases(vertx, redis, random, bus.counters().reconnects());
  }

  private static @Nullable Credentials credentials(
      Vertx vertx, TlsFolder.@Nullable Content content) {
    try {
      return content == null ? null : new Credentials(vertx, content);
    } catch (IllegalArgumentException unusable) {
      throw new InvalidSettingException(String.valueOf(unusable.getMessage()));
    }
  }

  /** Makes this gateway reachable for the others: first the port, then its registration. */
  void register() {
    if (peerPort != null && peerPortSettings != null && tlsReload != null) {
      PortStart.await(
          peerPort.start(), peerPortSettings.host(), peerPortSettings.port(), "WSFLEET_PEER_PORT");
      tlsReload.start();
    }
    leases.start();
    registration.start();
  }

  /** Makes this gateway unreachable for the others; the bus stays open. */
  void unregister() {
    forwarding.close();
    registration.close().whenComplete((released, failure) -> leases.close());
    if (tlsReload != null) {
      tlsReload.close();
    }
  }

  FilteringBus bus() {
    return bus;
  }

  Registration registration() {
    return registration;
  }

  Forwarding forwarding() {
    return forwarding;
  }
}
