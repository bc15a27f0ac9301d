package io.wsfleet.gateway.handlers;

import io.wsfleet.handlers.Extension;
import java.util.ServiceConfigurationError;

/** Why an extension cannot be loaded or started, and what its author or installer can do. */
final class LoadErrorMessage {
  private LoadErrorMessage() {}

  static String of(String extension, Throwable failure) {
    return "the extension " + extension + " " + reason(root(failure));
  }

  private static String reason(Throwable failure) {
    if (failure instanceof UnsupportedClassVersionError) {
      return "was built for a newer Java than the gateway's, which is "
          + Runtime.version().feature();
    }
    if (failure instanceof NoClassDefFoundError || failure instanceof ClassNotFoundException) {
      return "misses the class "
          + String.valueOf(failure.getMessage()).replace('/', '.')
          + "; put the jar that has it beside the extension, into a folder of their own";
    }
    if (failure instanceof LinkageError) {
      return "does not fit wsfleet-handlers "
          + Extension.class.getPackage().getImplementationVersion()
          + ", which the gateway has: "
          + failure.getMessage();
    }
    if (failure instanceof ServiceConfigurationError) {
      return "is broken: " + failure.getMessage();
    }
    StackTraceElement[] trace = failure.getStackTrace();
    return "did not start: " + failure + (trace.length == 0 ? "" : " at " + trace[0]);
  }

  private static Throwable root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    return root;
  }
}
