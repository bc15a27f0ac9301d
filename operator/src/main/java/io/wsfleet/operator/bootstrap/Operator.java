package io.wsfleet.operator.bootstrap;

import java.util.List;

/** The main class: command line, and exit codes of a failed start. */
public final class Operator {

  private static final int EXIT_USAGE = 2;
  private static final int EXIT_START_FAILURE = 1;

  private Operator() {}

  public static void main(String[] arguments) {
    if (arguments.length > 0) {
      System.exit(runCommandLine(List.of(arguments)));
    }
    try {
      OperatorBootstrap.start(OperatorConfig.from(System.getenv()));
    } catch (OperatorConfig.InvalidSettingException e) {
      System.err.println(e.getMessage());
      System.exit(EXIT_USAGE);
    } catch (Exception e) {
      System.err.println("The operator cannot start: " + StartFailure.message(e));
      System.exit(EXIT_START_FAILURE);
    }
  }

  private static int runCommandLine(List<String> arguments) {
    if (arguments.equals(List.of("--help"))) {
      System.out.print(help());
      return 0;
    }
    if (arguments.equals(List.of("--version"))) {
      System.out.println(Version.TEXT);
      return 0;
    }
    System.err.printf(
        "Unknown arguments: %s. The operator is set up by its environment; see --help%n",
        String.join(" ", arguments));
    return EXIT_USAGE;
  }

  static String help() {
    var help = new StringBuilder();
    help.append("The wsfleet operator turns each WebSocketCluster into gateways, Redis and a")
        .append(" Service.\nIt finds its cluster as kubectl does, and takes no arguments but")
        .append(" --help and --version.\n\nEnvironment:\n");
    for (var setting : Setting.values()) {
      help.append("  %s%n      %s%n".formatted(setting.variable(), setting.description()));
      if (!setting.defaultValue().isEmpty()) {
        help.append("      Default: %s%n".formatted(setting.defaultValue()));
      }
    }
    return help.toString();
  }
}
