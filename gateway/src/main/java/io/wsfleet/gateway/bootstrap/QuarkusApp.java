package io.wsfleet.gateway.bootstrap;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.HttpServerStart;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.wsfleet.contract.status.GatewayStatus;
import io.wsfleet.gateway.config.GatewayConfig;
import io.wsfleet.gateway.net.HandshakeDeadline;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Inject;
import java.time.Clock;
import org.jboss.logging.Logger;

/** The Quarkus application: routes, start and drain. */
@ApplicationScoped
public class QuarkusApp {
  // Before all routes of Quarkus, so that none of its handlers sees an upgrade.
  private static final int BEFORE_ALL_ROUTES = -10_000;
  private static final Logger LOG = Logger.getLogger("io.wsfleet.gateway");

  private final Vertx vertx;
  private final GatewayConfig config;
  private final Gateway gateway;
  private final Drain drain;

  @Inject
  QuarkusApp(Vertx vertx, GatewayConfig config, MeterRegistry registry) {
    this.vertx = vertx;
    this.config = config;
    this.gateway = new Gateway(vertx, Settings.from(config), Clock.systemUTC());
    this.drain = new Drain(gateway);
    new Metrics(registry).bind(gateway);
  }

  Gateway gateway() {
    return gateway;
  }

  boolean isDraining() {
    return drain.hasStarted();
  }

  void routes(@Observes Router router) {
    router.route().order(BEFORE_ALL_ROUTES).handler(this::route);
  }

  void management(@Observes ManagementInterface management) {
    management.router().get(GatewayStatus.PATH).handler(this::status);
  }

  void start(@Observes StartupEvent started) {
    HandshakeDeadline.configure(
        new HandshakeDeadline.Settings(
            config.port(),
            config.limits().handshakeSeconds() * 1000L,
            gateway.transportCounters()::countHandshakeTimeout,
            gateway.settings().clients().http().trustedProxies()));
    gateway.start();
    if (config.exitWhenReady()) {
      new ClassArchiveTraining(vertx, config, gateway).start();
    }
  }

  /** Later than the start: the port may be taken. */
  void listening(@ObservesAsync HttpServerStart listening) {
    LOG.info(StartupBanner.text(config, gateway.settings(), gateway.extensions().names()));
  }

  void drain() {
    drain.run();
  }

  private void route(RoutingContext context) {
    gateway.handle(context.request());
  }

  private void status(RoutingContext context) {
    GatewayStatus status =
        new GatewayStatus(
            gateway.settings().gateway(),
            gateway.clientCount(),
            gateway.bus().state().label(),
            gateway.bus().heartbeatAges(),
            gateway.settings().heartbeatSeconds());
    context.response().putHeader(HttpHeaders.CONTENT_TYPE, "application/json").end(status.toJson());
  }
}
