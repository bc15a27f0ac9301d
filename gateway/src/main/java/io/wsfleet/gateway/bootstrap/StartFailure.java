package io.wsfleet.gateway.bootstrap;

import io.quarkus.runtime.QuarkusBindException;
import io.smallrye.config.ConfigValidationException;
import io.wsfleet.gateway.config.InvalidSettingException;
import io.wsfleet.gateway.handlers.ExtensionException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Why a gateway cannot start: one sentence if its administrator can repair it, else a stack trace.
 */
final class StartFailure {
  private static final Pattern PROPERTY =
      Pattern.compile("property ([^ ]*) with the config value \"([^\"]*)\"");

  private StartFailure() {}

  static String describe(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String words = describeCause(cause);
      if (words != null) {
        return "The gateway cannot start: " + words;
      }
    }
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    return "The gateway cannot start: " + trace;
  }

  private static @Nullable String describeCause(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    if (cause instanceof InvalidSettingException || cause instanceof ExtensionException) {
      return message;
    }
    if (cause instanceof ConfigValidationException invalid) {
      return setting(invalid.getProblem(0).getMessage());
    }
    if (cause instanceof QuarkusBindException taken) {
      return "%s:%d is in use or cannot be bound; change WSFLEET_PORT or WSFLEET_HOST"
          .formatted(taken.getHost(), taken.getPort());
    }
    if (message.startsWith("eventLoopPoolSize")) {
      return "WSFLEET_EVENT_LOOPS must be at least 1; without it there is one for each processor";
    }
    if (message.startsWith("Unable to start the management interface")) {
      return message.substring(message.lastIndexOf(' ') + 1)
          + " is in use or cannot be bound; change WSFLEET_MANAGEMENT_PORT or WSFLEET_HOST";
    }
    if (message.contains("bind(") && message.contains("failed")) {
      return "the port for clients is in use or cannot be bound; change WSFLEET_PORT or WSFLEET_HOST ("
          + message
          + ")";
    }
    return null;
  }

  /** The message of the configuration library, with the name of the environment variable. */
  private static String setting(String problem) {
    Matcher matcher = PROPERTY.matcher(problem);
    if (!matcher.find()) {
      return "invalid setting: " + problem;
    }
    // Quarkus reads these settings itself, under its own names.
    String property =
        matcher
            .group(1)
            .replaceFirst("^quarkus\\.vertx\\.event-loops-pool-size$", "wsfleet.event-loops")
            .replaceFirst("^quarkus\\.(http\\.)?", "wsfleet.");
    String variable = property.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
    String reason = problem.substring(problem.lastIndexOf(": ") + 1).strip();
    return variable + " is \"" + matcher.group(2) + "\": " + reason;
  }
}
