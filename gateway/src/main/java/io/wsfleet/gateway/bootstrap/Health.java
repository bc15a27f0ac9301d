package io.wsfleet.gateway.bootstrap;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/**
 * The health checks. Liveness does not depend on Redis: a gateway without Redis keeps its clients,
 * and a restart would lose them. Readiness waits for the first connection to the bus and then stays
 * until the drain, so that a loss of Redis takes no gateway out of service.
 */
@ApplicationScoped
class Health {
  private final QuarkusApp quarkusApp;

  @Inject
  Health(QuarkusApp quarkusApp) {
    this.quarkusApp = quarkusApp;
  }

  @Produces
  @Startup
  HealthCheck started() {
    return () -> HealthCheckResponse.up("gateway");
  }

  @Produces
  @Liveness
  HealthCheck live() {
    return () -> HealthCheckResponse.up("gateway");
  }

  @Produces
  @Readiness
  HealthCheck ready() {
    return () ->
        HealthCheckResponse.named("gateway")
            .status(quarkusApp.gateway().isReady() && !quarkusApp.isDraining())
            .withData("bus", quarkusApp.gateway().bus().state().label())
            .build();
  }
}
