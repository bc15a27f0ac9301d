package io.wsfleet.operator.kube;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.operator.api.status.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The answers are those that Kubernetes 1.34 gave. */
class ApplyFailureTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "422 | Invalid value: 30000: provided port is already allocated | NodePortTaken",
        "422 | Invalid value: 1234: provided port is not in the valid range. The range of valid"
            + " ports is 30000-32767 | NodePortOutOfRange",
        "403 | deployments.apps is forbidden: exceeded quota: q | QuotaExceeded",
        "403 | services \"chat\" is forbidden: User \"x\" cannot patch resource | Forbidden",
        "500 | Internal error occurred: failed calling webhook \"a.example\": EOF | WebhookFailed",
        "403 | admission webhook \"a.example\" denied the request: no label | Refused",
        "422 | deployments.apps \"chat\" is forbidden: ValidatingAdmissionPolicy 'p' with binding"
            + " 'b' denied request: no label | Refused",
        "422 | Deployment.apps \"chat\" is invalid: spec.x: Invalid value | Refused"
      })
  void saysWhatTheAnswerMeansAndKeepsItsWords(int code, String answer, String reason) {
    var applyFailure = ApplyFailure.fromApiServer("Service", "chat", code, answer);
    assertEquals(Reason.valueOf(reason), applyFailure.reason());
    assertTrue(applyFailure.message().contains("chat"), applyFailure.message());
    assertTrue(applyFailure.message().endsWith(answer), applyFailure.message());
    assertFalse(applyFailure.temporary());
  }

  /** A webhook may answer with any code. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "403 | forbidden | true",
        "422 | invalid | true",
        "500 | Internal error occurred: failed calling webhook \"a\": EOF | true",
        "418 | admission webhook \"a\" denied the request: no | true",
        "500 | etcdserver: request timed out | false",
        "429 | too many requests | false",
        "409 | the object has been modified | false"
      })
  void distinguishesARefusalFromAnErrorThatPasses(int code, String answer, boolean isRefusal) {
    assertEquals(isRefusal, ApplyFailure.isRefusal(code, answer));
  }

  @Test
  void namesATakenNodePort() {
    var answer = "spec.ports[0].nodePort: Invalid value: 30000: provided port is already allocated";
    assertTrue(
        ApplyFailure.fromApiServer("Service", "chat", 422, answer)
            .message()
            .startsWith("Service chat cannot have node port 30000, because another Service has"));
  }

  @Test
  void doesNotUseTheMessageOfTheApiServerAsAFormat() {
    var applyFailure = ApplyFailure.fromApiServer("Service", "chat", 422, "100%s wrong");
    assertTrue(applyFailure.message().endsWith("100%s wrong"));
  }

  @Test
  void aTerminatingNamespaceIsTemporary() {
    assertTrue(
        ApplyFailure.fromApiServer(
                "Secret", "chat", 403, "namespace x because it is being terminated")
            .temporary());
  }

  @Test
  void namesTheObjectOfATakenNameAndWhatToDo() {
    assertEquals(
        "Service chat exists and does not belong to this WebSocketCluster: delete or rename it, or"
            + " give the WebSocketCluster another name.",
        ApplyFailure.nameTaken("Service", "chat").message());
  }
}
