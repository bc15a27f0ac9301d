package io.wsfleet.gateway.handlers;

import static io.wsfleet.gateway.config.SettingValidator.atLeast;

import io.wsfleet.gateway.config.GatewayConfig;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Settings of extensions and of the calls of their handlers.
 *
 * @param folder the extensions directory; null for none
 * @param timeoutMillis time limit of a call, including the time that it waits
 * @param threads that run handlers
 * @param maxUnfinished calls in all
 * @param maxUnfinishedOfSocket calls of one socket
 */
public record ExtensionSettings(
    @Nullable Path folder,
    long timeoutMillis,
    int threads,
    int maxUnfinished,
    int maxUnfinishedOfSocket) {
  /** Throws an {@link IllegalArgumentException} if a setting is invalid. */
  public static ExtensionSettings from(GatewayConfig config) {
    GatewayConfig.Limits limits = config.limits();
    return new ExtensionSettings(
        config.extensions().map(Path::of).orElse(null),
        1000L * atLeast(1, config.handlers().timeoutSeconds(), "HANDLERS_TIMEOUT_SECONDS"),
        atLeast(1, config.handlers().threads(), "HANDLERS_THREADS"),
        atLeast(1, limits.unfinishedHandlers(), "LIMITS_UNFINISHED_HANDLERS"),
        atLeast(1, limits.unfinishedHandlersPerSocket(), "LIMITS_UNFINISHED_HANDLERS_PER_SOCKET"));
  }
}
