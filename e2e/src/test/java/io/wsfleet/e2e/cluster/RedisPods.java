package io.wsfleet.e2e.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.wsfleet.e2e.run.Command;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** The Redis pods of a fleet: their own state, and the fleet's status. */
public record RedisPods(DeployedCluster cluster) {

  public static final String ROLE_LABEL = "wsfleet.io/redis-role";
  private static final String CONTAINER = "redis";

  /** The pods that are not terminating. */
  public List<Pod> pods() {
    return Stream.of("redis-master", "redis-replica")
        .flatMap(component -> cluster.pods(component).stream())
        .toList();
  }

  public List<String> names() {
    return pods().stream().map(pod -> pod.getMetadata().getName()).sorted().toList();
  }

  /** The pod that is master in the status; empty if there is none. */
  public String master() {
    return cluster.read().at("/status/redis/master").asText();
  }

  public long term() {
    return cluster.read().at("/status/redis/term").asLong();
  }

  public List<String> replicas() {
    String master = master();
    return names().stream().filter(name -> !name.equals(master)).toList();
  }

  public Container container(String pod) {
    return new Container(cluster.namespace(), pod, CONTAINER);
  }

  /** The output of redis-cli in a pod, line by line; empty if Redis does not answer. */
  public List<String> query(String pod, String... command) {
    return execute(pod, command).out().lines().map(String::strip).toList();
  }

  /** As somebody does who has opened a shell in the pod. */
  public Command.Result execute(String pod, String... command) {
    var words =
        new ArrayList<String>(
            List.of(
                "env", "REDISCLI_AUTH=" + cluster.redisPassword(), "timeout", "3", "redis-cli"));
    if (cluster.read().at("/spec/tls").isObject()) words.addAll(List.of("--tls", "--insecure"));
    words.add("--raw");
    words.addAll(List.of(command));
    return container(pod).run(words.toArray(String[]::new));
  }

  /** Field of INFO, of each pod. */
  public Map<String, String> info(String section, String field) {
    var found = new TreeMap<String, String>();
    for (String pod : names()) {
      query(pod, "INFO", section).stream()
          .filter(line -> line.startsWith(field + ":"))
          .forEach(line -> found.put(pod, line.substring(field.length() + 1)));
    }
    return found;
  }

  /**
   * Waits until exactly one pod reports that it is master, the status names it, and all others are
   * its replicas.
   *
   * @return its name
   */
  public String awaitOneMaster(Duration atMost) {
    var wrong = new String[] {"nothing was asked"};
    try {
      Awaitility.await()
          .pollInterval(Duration.ofMillis(500))
          .atMost(atMost)
          .ignoreExceptions()
          .until(() -> (wrong[0] = problem()).isEmpty());
    } catch (ConditionTimeoutException late) {
      throw new AssertionError(
          cluster + " has no single master in " + atMost + ": " + wrong[0], late);
    }
    return master();
  }

  private String problem() {
    List<Pod> pods = pods();
    var masters = new ArrayList<String>();
    var followers = new TreeSet<String>();
    for (Pod pod : pods) {
      List<String> role = query(pod.getMetadata().getName(), "ROLE");
      if (role.isEmpty()) return pod.getMetadata().getName() + " does not answer";
      if (!role.get(0).equals("master")) continue;
      masters.add(pod.getMetadata().getName());
      // After the offset it lists its replicas: address, port, offset.
      for (int i = 2; i + 2 < role.size(); i += 3) followers.add(role.get(i));
    }
    String recorded = master();
    if (!masters.equals(List.of(recorded))) {
      return masters + " say that they are master, and the status says " + recorded;
    }
    Set<String> others =
        pods.stream()
            .filter(pod -> !pod.getMetadata().getName().equals(recorded))
            .map(pod -> Objects.toString(pod.getStatus().getPodIP(), ""))
            .collect(Collectors.toCollection(TreeSet::new));
    return followers.equals(others) ? "" : recorded + " has " + followers + ", not " + others;
  }
}
