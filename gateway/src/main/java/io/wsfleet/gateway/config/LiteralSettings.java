package io.wsfleet.gateway.config;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.Expressions;
import io.smallrye.config.Priorities;
import jakarta.annotation.Priority;

/**
 * Settings of the gateway are data: no expression such as <code>${HOME}</code> is expanded in them.
 * Rules and announcements have text of users, to whom an environment variable must not be sent.
 * Runs before the library's own interceptor, which expands the values of all other settings.
 */
@Priority(Priorities.LIBRARY + 900)
public final class LiteralSettings implements ConfigSourceInterceptor {
  private static final long serialVersionUID = 1;

  @Override
  public ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
    return name.startsWith("wsfleet.")
        ? Expressions.withoutExpansion(() -> context.proceed(name))
        : context.proceed(name);
  }
}
