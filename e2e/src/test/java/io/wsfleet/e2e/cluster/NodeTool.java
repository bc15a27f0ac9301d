package io.wsfleet.e2e.cluster;

import io.wsfleet.e2e.run.Command;
import io.wsfleet.e2e.run.Settings;
import java.time.Duration;

/** Signals to the process of a container, by way of the tool that {@code e2e.node.tool} names. */
public final class NodeTool {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private NodeTool() {}

  /** The process, on this machine, of a container. */
  public static long pid(String namespace, String pod, String container) {
    String tool = Settings.nodeTool().orElseThrow().toString();
    return Long.parseLong(Command.of(tool, "pid", pod, container, namespace).run(PATIENCE).strip());
  }

  /** Sends a signal (KILL, STOP, CONT) as {@code kill} does. */
  public static void signal(String signal, long pid) {
    Command.of("kill", "-" + signal, Long.toString(pid)).run(PATIENCE);
  }
}
