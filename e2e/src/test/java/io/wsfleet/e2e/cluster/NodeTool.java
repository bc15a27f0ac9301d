package io.wsfleet.e2e.cluster;

import io.wsfleet.e2e.run.Command;
import io.wsfleet.e2e.run.E2eSettings;
import java.time.Duration;
import java.util.List;

/**
 * Faults below the Kubernetes API: signals to the process of a container, and a node without
 * network. They use the tool that {@code e2e.node.tool} names.
 */
public final class NodeTool {

  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private NodeTool() {}

  /** The process, on this machine, of a container. */
  public static long pid(String namespace, String pod, String container) {
    return Long.parseLong(
        Command.of(tool(), "pid", pod, container, namespace).run(TIMEOUT).strip());
  }

  /** Cuts a node off from the network, which its processes survive. */
  static void partition(String node) {
    Command.of(tool(), "partition", node).run(TIMEOUT);
  }

  static void heal(String node) {
    Command.of(tool(), "heal", node).run(TIMEOUT);
  }

  private static String tool() {
    return E2eSettings.nodeTool().orElseThrow().toString();
  }

  /** Sends a signal (KILL, STOP, CONT) as {@code kill} does. */
  public static void signal(String signal, long pid) {
    Command.of("kill", "-" + signal, Long.toString(pid)).run(TIMEOUT);
  }

  /** To several at the same moment. */
  public static void signal(String signal, List<Long> pids) {
    Command.of("kill", "-" + signal)
        .with(pids.stream().map(String::valueOf).toArray(String[]::new))
        .run(TIMEOUT);
  }
}
