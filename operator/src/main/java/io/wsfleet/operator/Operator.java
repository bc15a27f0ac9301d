package io.wsfleet.operator;

import java.util.List;

/** The program: what it is told on the command line, and how it ends when it cannot start. */
public final class Operator {

  private static final int WRONG_USE = 2;
  private static final int CANNOT_START = 1;

  private Operator() {}

  public static void main(String[] arguments) {
    if (arguments.length > 0) {
      System.exit(answer(List.of(arguments)));
    }
    try {
      Running.start(OperatorConfig.from(System.getenv()));
    } catch (OperatorConfig.Unreadable e) {
      System.err.println(e.getMessage());
      System.exit(WRONG_USE);
    } catch (Exception e) {
      System.err.println("The operator cannot start: " + StartFailure.sentence(e));
      System.exit(CANNOT_START);
    }
  }

  private static int answer(List<String> arguments) {
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
    return WRONG_USE;
  }

  static String help() {
    var help = new StringBuilder();
    help.append("The wsfleet operator turns each WebSocketCluster into gateways, Redis and a")
        .append(" Service.\nIt finds its cluster as kubectl does, and takes no arguments but")
        .append(" --help and --version.\n\nEnvironment:\n");
    for (var setting : Setting.values()) {
      help.append("  %s%n      %s%n".formatted(setting.variable(), setting.meaning()));
      if (!setting.standard().isEmpty()) {
        help.append("      Default: %s%n".formatted(setting.standard()));
      }
    }
    return help.toString();
  }
}
