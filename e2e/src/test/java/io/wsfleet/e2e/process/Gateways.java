package io.wsfleet.e2e.process;

import io.wsfleet.e2e.run.E2eSettings;
import io.wsfleet.testing.GatewayProcess;
import java.util.Map;

/** Starts gateways without a cluster, from the jar of this run. */
public final class Gateways {

  private Gateways() {}

  /** Starts one with its own address and the ports of production, as a pod has them. */
  public static GatewayProcess start(String name, Map<String, String> environment) {
    return GatewayProcess.builder(E2eSettings.gatewayJar())
        .name(name)
        .ownAddress()
        .maxHeap("256m")
        .environment(environment)
        .start();
  }
}
