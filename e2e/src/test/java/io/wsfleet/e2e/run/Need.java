package io.wsfleet.e2e.run;

import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;

/** A requirement of some tests that not every machine or cluster meets. */
public enum Need {
  NODE("node", "Node.js 18 or newer with `npm ci` done in e2e/node and samples/client"),
  CHROMIUM("chromium", "Chromium at " + E2eSettings.chromium() + " (-De2e.chromium=…)"),
  NODE_TOOL("node-tool", "a program that finds a container's process (-De2e.node.tool=…)"),
  CUT_OFF(
      "cut-off",
      "root, nsenter and iptables on the node itself, to cut a pod off from the network"),
  OTHER_REDIS(
      "other-redis", "a second image of Redis that the cluster has (-De2e.other.redis.image=…)"),
  AUDIT_LOG("audit-log", "the API server's audit log (-De2e.audit.log=…)"),
  CLIENT_ADDRESSES(
      "client-addresses",
      "three addresses of this machine that the cluster sees as three clients (KUBE_CLIENT_IPS)"),
  GIT("git", "git, and this project as a clone");

  private final String name;
  private final String what;

  Need(String name, String what) {
    this.name = name;
    this.what = what;
  }

  static Need named(String name) {
    return Arrays.stream(values())
        .filter(need -> need.name.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "e2e.require names '"
                        + name
                        + "', which is none of "
                        + Arrays.stream(values()).map(need -> need.name).toList()));
  }

  public String missing() {
    return "this test needs " + what;
  }

  public boolean isMet() {
    return switch (this) {
      case NODE -> hasNode();
      case CHROMIUM -> Files.isExecutable(E2eSettings.chromium());
      case NODE_TOOL -> E2eSettings.nodeTool().filter(Files::isExecutable).isPresent();
      case CUT_OFF ->
          NODE_TOOL.isMet()
              && "root".equals(System.getProperty("user.name"))
              && runs("nsenter", "--version")
              && runs("iptables", "--version");
      case OTHER_REDIS -> E2eSettings.otherRedisImage().isPresent();
      case AUDIT_LOG -> E2eSettings.auditLog().filter(Files::isReadable).isPresent();
      case CLIENT_ADDRESSES -> E2eSettings.clientAddresses().size() >= 3;
      case GIT -> Files.exists(E2eSettings.project().resolve(".git")) && runs("git", "--version");
    };
  }

  private static boolean hasNode() {
    return runs("node", "--version")
        && Files.isDirectory(E2eSettings.project().resolve("e2e/node/node_modules"))
        && Files.isDirectory(E2eSettings.project().resolve("samples/client/node_modules"));
  }

  private static boolean runs(String... command) {
    return Command.of(command).tryRun(Duration.ofSeconds(20)).exit() == 0;
  }
}
