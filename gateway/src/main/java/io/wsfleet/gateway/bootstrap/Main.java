package io.wsfleet.gateway.bootstrap;

import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.wsfleet.contract.GatewayVariable;
import io.wsfleet.contract.Mounts;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The main class. All settings are environment variables. */
@QuarkusMain
public final class Main {
  private static final String HELP =
      """
      wsfleet gateway: a Socket.IO server; several of them form a cluster through Redis

        java -jar wsfleet-gateway.jar    serves port 5000, and health, metrics and status on port 9000

        --help       this text
        --version    the version

      Settings are environment variables: WSFLEET_PORT, WSFLEET_HOST, WSFLEET_MANAGEMENT_PORT,
      WSFLEET_EVENTS, WSFLEET_ANNOUNCEMENTS, WSFLEET_REDIS_MASTER, WSFLEET_LOG_FORMAT and others.
      See docs/gateway.md for all of them.
      """;

  private Main() {}

  public static void main(String... args) {
    if (args.length > 0) {
      System.exit(runOption(args[0]));
    }
    String format = setting("wsfleet.log-format", GatewayVariable.LOG_FORMAT.variable());
    if ("json".equals(format.toLowerCase(Locale.ROOT))) {
      System.setProperty("quarkus.log.console.json.enabled", "true");
      System.setProperty("quarkus.log.console.filter", LogFieldsFilter.NAME);
    }
    String tls = setting("wsfleet.tls-folder", GatewayVariable.TLS_FOLDER.variable());
    if (!tls.isEmpty()) {
      // Only if it is set: Quarkus rejects an empty value.
      System.setProperty(
          "quarkus.management.ssl.certificate.files", tls + "/" + Mounts.CERTIFICATE);
      System.setProperty("quarkus.management.ssl.certificate.key-files", tls + "/" + Mounts.KEY);
      System.setProperty("quarkus.management.ssl.certificate.reload-period", "30s");
    }
    // Makes Netty add HandshakeDeadline to each connection.
    System.setProperty("io.netty.bootstrap.extensions", "serviceload");
    ApplicationLifecycleManager.run(DrainedApplication.create(), null, Main::end);
  }

  private static int runOption(String argument) {
    switch (argument) {
      case "--help", "-h" -> System.out.print(HELP);
      case "--version" -> System.out.println("wsfleet gateway " + version());
      default -> {
        System.err.println("\"" + argument + "\" is not an option; see --help");
        return 2;
      }
    }
    return 0;
  }

  private static void end(int exitCode, @Nullable Throwable failure) {
    if (failure != null) {
      System.err.println(StartFailure.describe(failure));
    }
    System.exit(exitCode);
  }

  static String version() {
    String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "unknown" : version;
  }

  private static String setting(String property, String variable) {
    return System.getProperty(property, System.getenv().getOrDefault(variable, ""));
  }
}
