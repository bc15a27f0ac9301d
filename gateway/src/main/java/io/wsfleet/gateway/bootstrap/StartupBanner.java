package io.wsfleet.gateway.bootstrap;

import io.wsfleet.gateway.api.ApiSettings;
import io.wsfleet.gateway.bus.redis.RedisSettings;
import io.wsfleet.gateway.config.GatewayConfig;
import java.util.List;

/** The log line at the start: the settings that an administrator needs first. */
final class StartupBanner {
  private StartupBanner() {}

  static String text(GatewayConfig config, Settings settings, List<String> extensions) {
    RedisSettings redis = settings.redis();
    ApiSettings api = settings.api();
    return "event=start gateway=%s version=%s clients=%s:%d path=%s api=%s management=%s:%d redis=%s rules=%d announcements=%d extensions=%s max-connections=%d"
        .formatted(
            settings.gateway(),
            Main.version(),
            config.host(),
            config.port(),
            settings.clients().http().path(),
            api == null ? "none" : api.host() + ":" + api.port(),
            config.host(),
            config.managementPort(),
            redis == null ? "none" : redis.master() + "," + redis.replica(),
            settings.rules().size(),
            settings.announcements().size(),
            extensions.isEmpty() ? "none" : String.join(",", extensions),
            settings.clients().engine().maxConnections());
  }
}
