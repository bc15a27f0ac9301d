package io.wsfleet.e2e.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.Pod;
import io.wsfleet.e2e.cluster.DeployedCluster;
import io.wsfleet.e2e.cluster.Fault;
import io.wsfleet.e2e.cluster.KubernetesCluster;
import io.wsfleet.e2e.cluster.NodeTool;
import io.wsfleet.e2e.cluster.OperatorInstall;
import io.wsfleet.e2e.cluster.RedisPods;
import io.wsfleet.e2e.cluster.TestNamespace;
import io.wsfleet.e2e.cluster.TestVolume;
import io.wsfleet.e2e.load.ClusterUnderLoad;
import io.wsfleet.e2e.run.AllFaultsOnly;
import io.wsfleet.e2e.run.Need;
import io.wsfleet.e2e.run.Needs;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** All Redis pods fail at once; the claim has every acknowledged message. */
@Needs({Need.NODE, Need.NODE_TOOL})
class RedisPersistenceIT {

  @RegisterExtension static final OperatorInstall operator = OperatorInstall.allNamespaces();
  @RegisterExtension static final TestNamespace namespace = TestNamespace.fresh("persistence");

  private static TestVolume volume;
  private static DeployedCluster deployedCluster;
  private static RedisPods redis;

  @BeforeAll
  static void aFleet() {
    volume = TestVolume.one(namespace.name());
    deployedCluster =
        ClusterUnderLoad.deploy(
            namespace,
            "chat",
            "{replicas: 2, minInSyncReplicas: 2, persistence: {fsync: Always, claim: %s}}"
                .formatted(volume.claim()));
    redis = new RedisPods(deployedCluster);
  }

  @AfterAll
  static void noVolume() {
    deployedCluster.delete();
    volume.close();
  }

  @Test
  void losesNothingWhenAllIsKilledAtOnce() {
    try (ClusterUnderLoad load = ClusterUnderLoad.start(deployedCluster)) {
      assertEquals("Always", durability());
      killAll();
      load.awaitRecovered();
      load.stopAndVerify("all of Redis killed, with a claim");
    }
  }

  /** Every pod is another one afterwards; the volume alone is the same. */
  @Test
  @AllFaultsOnly
  void losesNothingWhenAllPodsAreDeletedAtOnce() {
    try (ClusterUnderLoad load = ClusterUnderLoad.start(deployedCluster)) {
      for (Pod pod : redis.pods())
        KubernetesCluster.client().resource(pod).withGracePeriod(0).delete();
      load.awaitRecovered();
      load.stopAndVerify("all of Redis deleted, with a claim");
    }
  }

  /** The role is elsewhere: what each replica has to have, the one with the claim has as well. */
  @Test
  @AllFaultsOnly
  void losesNothingWhenAllIsKilledWhileTheRoleIsElsewhere() {
    try (ClusterUnderLoad load = ClusterUnderLoad.start(deployedCluster)) {
      String before = redis.master();
      Fault.KILLED.inject(redis.container(before));
      Awaitility.await("another one is master")
          .pollInterval(Duration.ofMillis(50))
          .atMost(Duration.ofSeconds(20))
          .until(() -> !redis.master().equals(before) && durability().equals("Always"));
      killAll();
      load.awaitRecovered();
      load.stopAndVerify("all of Redis killed, with a claim, after a failover");
    }
  }

  private static void killAll() {
    // One that has just been killed starts again first: it is there to be lost as well.
    List<Long> pids =
        Awaitility.await("all containers run")
            .atMost(Duration.ofSeconds(30))
            .ignoreExceptions()
            .until(
                () -> redis.names().stream().map(pod -> redis.container(pod).pid()).toList(),
                running -> running.size() == 3);
    NodeTool.signal("KILL", pids);
  }

  private static String durability() {
    return deployedCluster.read().at("/status/redis/durability").asText();
  }
}
