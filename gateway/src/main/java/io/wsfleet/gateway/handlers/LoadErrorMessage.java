package io.wsfleet.gateway.handlers;

import io.wsfleet.handlers.Extension;
import java.util.ServiceConfigurationError;

/** Explains why an extension cannot be loaded or started, and what to do. */
final class LoadErrorMessage {
  private LoadErrorMessage() {}

  static String of(String extension, Throwable failure) {
    return "the extension " + extension + " " + reason(root(failure));
  }

  private static String reason(Throwable failure) {
    if (failure instanceof UnsupportedClassVersionError) {
      return "was compiled for a newer Java than that of the gateway, which is "
          + Runtime.version().feature();
    }
    if (failure instanceof NoClassDefFoundError || failure instanceof ClassNotFoundException) {
      return "misses the class "
          + String.valueOf(failure.getMessage()).replace('/', '.')
          + "; put the extension and its libraries into one directory";
    }
    if (failure instanceof LinkageError) {
      return "is not compatible with wsfleet-handlers "
          + Extension.class.getPackage().getImplementationVersion()
          + " of this gateway: "
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
