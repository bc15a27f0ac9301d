package io.wsfleet.operator.kube;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.wsfleet.operator.ExampleClusters;
import io.wsfleet.operator.api.status.Reason;
import io.wsfleet.operator.gateway.GatewayDeployment;
import java.util.List;
import org.junit.jupiter.api.Test;

class MountableSecretsTest {

  private static final MountableSecrets REQUIRED = new MountableSecrets(true);

  @Test
  void aSecretWithTheLabelMayBeMounted() {
    assertTrue(REQUIRED.violation(secret("true"), "spec.tls.secretName", List.of()).isEmpty());
  }

  /** Else the right to create a WebSocketCluster reads every Secret of the namespace. */
  @Test
  void aSecretWithoutTheLabelMayNot() {
    for (var value : List.of("", "false")) {
      var failure =
          REQUIRED.violation(secret(value), "spec.tls.secretName", List.of()).orElseThrow();
      assertEquals(Reason.SecretNotAllowed, failure.reason());
      assertTrue(failure.isRefusal());
      assertFalse(failure.temporary());
      assertTrue(
          failure.message().contains("kubectl label secret chat-tls wsfleet.io/mountable=true"),
          failure.message());
    }
  }

  @Test
  void aFleetThatMountsItAlreadyGoesOn() {
    var failure =
        REQUIRED
            .violation(secret(""), "spec.tls.secretName", List.of(gateways("chat-tls")))
            .orElseThrow();
    assertEquals(Reason.SecretWithoutLabel, failure.reason());
    assertFalse(failure.isRefusal());
    assertTrue(
        REQUIRED
            .violation(secret(""), "spec.tls.secretName", List.of(gateways("another")))
            .orElseThrow()
            .isRefusal());
  }

  /** Else it would mount whatever is created under this name later. */
  @Test
  void aNewFleetIsNotAppliedBeforeItsSecretExists() {
    assertFalse(REQUIRED.mayWaitFor("chat-tls", List.of()));
    assertTrue(REQUIRED.mayWaitFor("chat-tls", List.of(gateways("chat-tls"))));
    assertTrue(new MountableSecrets(false).mayWaitFor("chat-tls", List.of()));
  }

  @Test
  void theAdministratorMayDoWithoutTheLabel() {
    assertTrue(
        new MountableSecrets(false)
            .violation(secret(""), "spec.tls.secretName", List.of())
            .isEmpty());
  }

  private static Secret secret(String label) {
    var secret = new SecretBuilder().withNewMetadata().withName("chat-tls").endMetadata();
    return label.isEmpty()
        ? secret.build()
        : secret.editMetadata().addToLabels("wsfleet.io/mountable", label).endMetadata().build();
  }

  private static Deployment gateways(String secret) {
    return new GatewayDeployment(
            ExampleClusters.chat("tls: {secretName: %s}".formatted(secret)), "image")
        .build(1);
  }
}
