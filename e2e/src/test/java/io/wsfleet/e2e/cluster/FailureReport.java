package io.wsfleet.e2e.cluster;

import io.wsfleet.e2e.run.E2eSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes the state of the cluster after a failure to {@code e2e/target/diagnosis}. */
final class FailureReport {

  private static final int LINES = 200;

  private FailureReport() {}

  static void write(String testClass, String test, String namespace) {
    var text = new StringBuilder();
    add(
        text,
        "-n",
        namespace,
        "get",
        "wsc,deployments,replicasets,pods,services,pdb",
        "-o",
        "wide");
    add(text, "-n", namespace, "get", "wsc", "-o", "yaml");
    add(text, "-n", namespace, "get", "events", "--sort-by=.lastTimestamp");
    add(text, "get", "nodes", "-o", "wide");
    for (String pod : pods(namespace)) {
      add(text, "-n", namespace, "logs", pod, "--tail=" + LINES);
      add(text, "-n", namespace, "logs", pod, "--previous", "--tail=" + LINES);
      if (pod.contains("-gateway-")) {
        String metrics = "/api/v1/namespaces/%s/%s:9000/proxy/metrics";
        add(text, "get", "--raw", metrics.formatted(namespace, pod.replace("pod/", "pods/")));
      }
    }
    add(text, "-n", OperatorInstall.NAMESPACE, "get", "pods", "-o", "wide");
    for (String pod : pods(OperatorInstall.NAMESPACE)) {
      add(text, "-n", OperatorInstall.NAMESPACE, "logs", pod, "--tail=" + LINES);
      add(text, "-n", OperatorInstall.NAMESPACE, "logs", pod, "--previous", "--tail=" + LINES);
    }
    Path file =
        E2eSettings.project()
            .resolve("e2e/target/diagnosis")
            .resolve(testClass + "-" + test.replaceAll("[^A-Za-z0-9]+", "-") + ".txt");
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      System.err.println("the state after a failure of " + test + " could not be kept: " + e);
    }
  }

  private static List<String> pods(String namespace) {
    return Kubectl.tryRun("-n", namespace, "get", "pods", "-o", "name").out().lines().toList();
  }

  private static void add(StringBuilder text, String... words) {
    text.append("$ kubectl ").append(String.join(" ", words)).append('\n');
    text.append(Kubectl.tryRun(words).output()).append("\n\n");
  }
}
