package io.wsfleet.gateway.config;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;

/** The configuration that a gateway has with these environment variables. */
public final class TestConfigs {
  private TestConfigs() {}

  public static GatewayConfig from(Map<String, String> environment) {
    return new SmallRyeConfigBuilder()
        // As Quarkus has it, with the expansion of expressions.
        .addDefaultInterceptors()
        .addDiscoveredInterceptors()
        .withMapping(GatewayConfig.class)
        .withSources(new EnvConfigSource(environment, 300))
        .build()
        .getConfigMapping(GatewayConfig.class);
  }
}
