package io.wsfleet.local.api.http;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** The ordinary kubectl, where there is one on the PATH. */
class KubectlTest {
  @TempDir Path folder;
  private ApiServerFixture api;
  private Path kubeconfig;

  @BeforeEach
  void start() throws Exception {
    assumeTrue(kubectlIsInstalled(), "kubectl is not on the PATH: nothing of it was tried");
    api = new ApiServerFixture();
    kubeconfig = api.kubeconfig(folder);
  }

  @AfterEach
  void stop() {
    if (api != null) {
      api.close();
    }
  }

  @Test
  void createsWithDefaultsAndShowsThePrinterColumns() throws Exception {
    apply("{apiVersion: test.wsfleet.io/v1, kind: Gadget, metadata: {name: one}}");
    String shown = kubectl("get", "gg").expect(0);
    assertTrue(shown.matches("(?s)NAME +READY +SIZE +AGE\\s+one +3 +\\d+s\\s+"), shown);
    assertTrue(kubectl("get", "gg", "one", "-o", "yaml").expect(0).contains("mode: Fast"));
    assertTrue(kubectl("describe", "gg", "one").expect(0).contains("Size:  3"));
  }

  @Test
  void appliesAgainWithoutAChangeAndPrunesWhatIsNoLongerApplied() throws Exception {
    String gadget =
        "{apiVersion: test.wsfleet.io/v1, kind: Gadget, metadata: {name: one, labels: {a: b}},"
            + " spec: {size: 4}}";
    apply(gadget);
    assertTrue(apply(gadget).expect(0).contains("unchanged"));
    apply("{apiVersion: test.wsfleet.io/v1, kind: Gadget, metadata: {name: one}}").expect(0);
    assertEquals("3", kubectl("get", "gg", "one", "-o", "jsonpath={.spec.size}").expect(0));
    assertEquals("", kubectl("get", "gg", "one", "-o", "jsonpath={.metadata.labels}").expect(0));
  }

  @Test
  void appliesOnTheServerSideAndNamesTheOtherOwnerOfAField() throws Exception {
    String gadget =
        "{apiVersion: test.wsfleet.io/v1, kind: Gadget, metadata: {name: one}, spec: {size: %d}}";
    applyServerSide(gadget.formatted(4), "first").expect(0);
    String conflict = applyServerSide(gadget.formatted(5), "second").expect(1);
    assertTrue(conflict.contains("conflict with \"first\""), conflict);
    assertTrue(conflict.contains(".spec.size"), conflict);
    applyServerSide(gadget.formatted(5), "second", "--force-conflicts").expect(0);
  }

  @Test
  void refusesWhatTheSchemaForbidsWithASentenceThatNamesTheField() throws Exception {
    assertAll(
        refusal("{size: -1}", "spec.size", "greater than or equal to 0"),
        refusal("{size: many}", "spec.size", "must be of type integer"),
        refusal("{path: nope}", "spec.path", "should match"),
        refusal("{mode: Odd}", "spec.mode", "supported values"),
        refusal("{names: [{name: a}, {name: a}]}", "spec.names[1]", "Duplicate value"),
        refusal("{names: [{}]}", "spec.names[0].name", "Required value"),
        refusal("{answer: {data: 1, echo: true}}", "spec.answer", "must not validate the schema"),
        refusal("{colour: red}", "spec.colour", "unknown field"));
  }

  @Test
  void scalesByTheSubresource() throws Exception {
    apply("{apiVersion: test.wsfleet.io/v1, kind: Gadget, metadata: {name: one}}").expect(0);
    kubectl("scale", "gg/one", "--replicas=5").expect(0);
    String raw =
        kubectl("get", "--raw", "/apis/test.wsfleet.io/v1/namespaces/default/gadgets/one/scale")
            .expect(0);
    assertTrue(raw.contains("\"spec\":{\"replicas\":5}"), raw);
    assertEquals("5", kubectl("get", "gg", "one", "-o", "jsonpath={.spec.size}").expect(0));
  }

  @Test
  void patchesLabelsWaitsForAConditionExplainsAndDeletes() throws Exception {
    apply("{apiVersion: test.wsfleet.io/v1, kind: Gadget, metadata: {name: one}}").expect(0);
    kubectl("patch", "gg", "one", "--type=merge", "-p", "{\"spec\":{\"mode\":\"Slow\"}}").expect(0);
    kubectl("label", "gg", "one", "tier=x").expect(0);
    assertTrue(kubectl("get", "gg", "-l", "tier in (x,y)").expect(0).contains("one"));
    assertFalse(kubectl("get", "gg", "-l", "tier in (z)").expect(0).contains("one"));
    kubectl(
            "patch",
            "gg",
            "one",
            "--subresource=status",
            "--type=merge",
            "-p",
            "{\"status\":{\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\"}]}}")
        .expect(0);
    kubectl("wait", "--for=condition=Ready", "gg/one", "--timeout=10s").expect(0);
    assertTrue(kubectl("explain", "gg.spec.size").expect(0).contains("How many."));
    kubectl("delete", "gg", "one", "--timeout=10s").expect(0);
    assertTrue(kubectl("get", "gg").expect(0).contains("No resources found"));
  }

  @Test
  void mergesContainersOfADeploymentByName() throws Exception {
    apply(
            "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {selector:"
                + " {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec:"
                + " {containers: [{name: a, image: one}, {name: b, image: two}]}}}}")
        .expect(0);
    kubectl("set", "image", "deployment/web", "b=three").expect(0);
    assertEquals(
        "one three",
        kubectl("get", "deploy", "web", "-o", "jsonpath={..containers[*].image}").expect(0));
    assertTrue(kubectl("get", "deploy").expect(0).contains("web    0/1"));
    kubectl("describe", "deployment", "web").expect(0);
  }

  @Test
  void showsClaimsAndSetsTheGateOfAPod() throws Exception {
    apply(
            "{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: data}, spec:"
                + " {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}")
        .expect(0);
    assertTrue(kubectl("get", "pvc").expect(0).contains("data"));
    kubectl("describe", "pvc", "data").expect(0);
    apply(
            "{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {readinessGates:"
                + " [{conditionType: a.b/c}], containers: [{name: c, image: x}]}}")
        .expect(0);
    kubectl(
            "patch",
            "pod",
            "p",
            "--subresource=status",
            "--type=strategic",
            "-p",
            "{\"status\":{\"conditions\":[{\"type\":\"a.b/c\",\"status\":\"True\"}]}}")
        .expect(0);
    kubectl("wait", "--for=condition=a.b/c", "pod/p", "--timeout=10s").expect(0);
    assertTrue(kubectl("describe", "pod", "p").expect(0).contains("Readiness Gates"));
    String wide = kubectl("get", "pods", "-o", "wide").expect(0);
    assertTrue(wide.contains("READINESS GATES") && wide.contains("1/1"), wide);
    kubectl("label", "pod", "p", "wsfleet.io/redis-role=master").expect(0);
    assertTrue(
        kubectl("get", "pods", "-l", "wsfleet.io/redis-role=master").expect(0).contains("p"));
  }

  private Executable refusal(String spec, String... words) {
    return () -> {
      String said =
          apply(
                  "{apiVersion: test.wsfleet.io/v1, kind: Gadget, metadata: {name: bad}, spec: "
                      + spec
                      + "}")
              .expect(1);
      for (String word : words) {
        assertTrue(said.contains(word), said);
      }
    };
  }

  private Outcome apply(String yaml) throws Exception {
    return kubectl("apply", "-f", file(yaml));
  }

  private Outcome applyServerSide(String yaml, String manager, String... more) throws Exception {
    List<String> arguments =
        new ArrayList<>(
            List.of("apply", "--server-side", "--field-manager", manager, "-f", file(yaml)));
    arguments.addAll(List.of(more));
    return kubectl(arguments.toArray(String[]::new));
  }

  private String file(String yaml) throws IOException {
    return Files.writeString(Files.createTempFile(folder, "object", ".yaml"), "---\n" + yaml)
        .toString();
  }

  /** What kubectl said and how it ended. */
  record Outcome(int code, String said) {
    String expect(int wanted) {
      assertEquals(wanted, code, said);
      return said;
    }
  }

  private Outcome kubectl(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("kubectl"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("KUBECONFIG", kubeconfig.toString());
    builder.environment().put("KUBECACHEDIR", folder.toString());
    Path output = Files.createTempFile(folder, "output", ".txt");
    Process process = builder.redirectOutput(output.toFile()).start();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    return new Outcome(process.waitFor(), Files.readString(output));
  }

  private static boolean kubectlIsInstalled() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .anyMatch(place -> Files.isExecutable(Path.of(place, "kubectl")));
  }
}
