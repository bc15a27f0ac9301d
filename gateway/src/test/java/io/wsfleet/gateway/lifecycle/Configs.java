package io.wsfleet.gateway.lifecycle;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.wsfleet.gateway.GatewayConfig;
import java.util.Map;

/** The configuration that a gateway has with these environment variables. */
public final class Configs {
  private Configs() {}

  public static GatewayConfig of(Map<String, String> environment) {
    return new SmallRyeConfigBuilder()
        .withMapping(GatewayConfig.class)
        .withSources(new EnvConfigSource(environment, 300))
        .build()
        .getConfigMapping(GatewayConfig.class);
  }
}
