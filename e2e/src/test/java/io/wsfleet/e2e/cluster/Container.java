package io.wsfleet.e2e.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wsfleet.e2e.run.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.stream.Stream;

/** A container of a pod, with the signals and faults that its node can apply. */
public record Container(String namespace, String pod, String name) {

  /** The process on this machine; it is another one after a restart. */
  public long pid() {
    return NodeTool.pid(namespace, pod, name);
  }

  /** Runs a command in it. */
  public Command.Result run(String... words) {
    String[] exec = {"-n", namespace, "exec", pod, "-c", name, "--"};
    return Kubectl.tryRun(
        Stream.concat(Arrays.stream(exec), Arrays.stream(words)).toArray(String[]::new));
  }

  /** Stops a process (SIGSTOP) until this is undone. */
  static Undo stop(long pid) {
    NodeTool.signal("STOP", pid);
    return () -> {
      if (ProcessHandle.of(pid).isPresent()) NodeTool.signal("CONT", pid);
    };
  }

  /**
   * Drops all packets to and from the pod of a process until this is undone or the test has ended.
   * A shell holds the pod's network namespace, so that it is healed even if the process has died.
   * The pod cannot report the end of its connections either, as behind a broken switch.
   */
  static Undo cutOff(long pid) {
    String script =
        "iptables -w -I INPUT ! -i lo -j DROP && iptables -w -I OUTPUT ! -o lo -j DROP && echo cut; cat;"
            + " iptables -w -D INPUT ! -i lo -j DROP; iptables -w -D OUTPUT ! -o lo -j DROP";
    try {
      Process shell =
          new ProcessBuilder("nsenter", "--net=/proc/" + pid + "/ns/net", "sh", "-c", script)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      String said = shell.inputReader(UTF_8).readLine();
      if (!"cut".equals(said)) throw new AssertionError("could not cut off process " + pid);
      return () -> {
        try {
          shell.getOutputStream().close();
          shell.waitFor();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
