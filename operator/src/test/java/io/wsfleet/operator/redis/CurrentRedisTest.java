package io.wsfleet.operator.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.wsfleet.operator.ExampleClusters;
import java.util.List;
import org.junit.jupiter.api.Test;

class CurrentRedisTest {

  @Test
  void anUpgradeOfTheOperatorChangesNothing() {
    var current = current("redis: {replicas: 2}", false, made("redis: {replicas: 1}", "redis:8"));
    assertTrue(current.isKept());
    assertEquals(deployments("{}", "redis:8").revision(), current.revision());
  }

  @Test
  void aChangedSpecOfRedisGetsTheTemplateOfThisOperator() {
    var changed = "redis: {resources: {limits: {memory: 1Gi}}}";
    assertFalse(current(changed, false, made("{}", "redis:8")).isKept());
  }

  @Test
  void anUpgradeThatIsAllowedTakesPlaceAndGoesOn() {
    var old = made("redis: {replicas: 1}", "redis:8");
    assertFalse(current("redis: {replicas: 1}", true, old).isKept());
    var half = List.of(old.get(0), deployments("redis: {replicas: 1}", "redis:9").replicas());
    assertFalse(current("redis: {replicas: 1}", false, half).isKept());
  }

  /** Its only pod would take the data with it. */
  @Test
  void aRedisWithoutReplicasAndWithoutADiskIsNeverUpgraded() {
    var alone = "redis: {replicas: 0}";
    assertTrue(current(alone, true, made(alone, "redis:8")).isKept());
    assertFalse(current(alone, true, made(alone, "redis:8")).isOutdated());
    var onDisk = "redis: {replicas: 0, persistence: {claim: {size: 1Gi}}}";
    assertFalse(current(onDisk, true, made(onDisk, "redis:8")).isKept());
  }

  private static CurrentRedis current(String spec, boolean mayUpgrade, List<Deployment> existing) {
    return CurrentRedis.of(deployments(spec, "redis:9"), existing, mayUpgrade);
  }

  private static List<Deployment> made(String spec, String image) {
    var deployments = deployments(spec, image);
    return List.of(deployments.master(), deployments.replicas());
  }

  private static RedisDeployments deployments(String spec, String image) {
    return new RedisDeployments(ExampleClusters.chat(spec), image);
  }
}
