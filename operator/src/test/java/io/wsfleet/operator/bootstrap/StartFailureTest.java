package io.wsfleet.operator.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class StartFailureTest {

  @Test
  void namesAMissingPermissionAndWhatToDo() {
    assertEquals(
        "User x cannot list. Give it this permission in each namespace of WSFLEET_NAMESPACES; see"
            + " deploy/README.md",
        StartFailure.message(new RuntimeException("outer", refused(403, "User x cannot list"))));
  }

  @Test
  void saysWhatToApplyIfTheCrdIsMissing() {
    assertEquals(
        "the cluster does not know WebSocketClusters yet: kubectl apply -f crds/",
        StartFailure.message(refused(404, "the server could not find the requested resource")));
  }

  @Test
  void otherwiseItNamesTheOutermostAndTheInnermostCause() {
    assertEquals(
        "port 8080 is taken: Address already in use",
        StartFailure.message(
            new IOException(
                "port 8080 is taken",
                new RuntimeException(new IOException("Address already in use")))));
  }

  private static KubernetesClientException refused(int code, String message) {
    var status = new StatusBuilder().withCode(code).withMessage(message).build();
    return new KubernetesClientException("GET at: https://… failed", code, status);
  }
}
