package io.wsfleet.e2e.cluster;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * A namespace for one class of tests or for several that share it, with the restricted pod security
 * standard. After a failure its state is written to a file before it is deleted.
 */
public final class TestNamespace
    implements BeforeAllCallback,
        AfterAllCallback,
        TestExecutionExceptionHandler,
        LifecycleMethodExecutionExceptionHandler {

  private static final Map<String, TestNamespace> SHARED = new ConcurrentHashMap<>();

  private final String name;
  private final boolean shared;

  private TestNamespace(String topic, boolean shared) {
    String suffix = Integer.toString(ThreadLocalRandom.current().nextInt(36 * 36 * 36 * 36), 36);
    this.name = "e2e-" + topic + "-" + suffix;
    this.shared = shared;
  }

  public static TestNamespace fresh(String topic) {
    return new TestNamespace(topic, false);
  }

  /**
   * The same one for all classes that ask for it, with what the classes before have left in it;
   * gone after the last test of the run.
   */
  public static TestNamespace shared(String topic) {
    return SHARED.computeIfAbsent(topic, name -> new TestNamespace(name, true));
  }

  public String name() {
    return name;
  }

  public DeployedCluster apply(String fleet, String spec) {
    return DeployedCluster.apply(name, fleet, spec);
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    if (shared) {
      context
          .getRoot()
          .getStore(Namespace.create(TestNamespace.class))
          .getOrComputeIfAbsent(name, key -> new Made(), Made.class);
    } else {
      create();
    }
  }

  private void create() {
    KubernetesCluster.client()
        .namespaces()
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                .endMetadata()
                .build())
        .create();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (!shared) delete();
  }

  private void delete() {
    // Its node port must be free again for the next class, hence the wait.
    Kubectl.tryRun("delete", "namespace", name, "--timeout=80s");
  }

  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    throw diagnosed(context, failure);
  }

  @Override
  public void handleBeforeAllMethodExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    throw diagnosed(context, failure);
  }

  @Override
  public void handleBeforeEachMethodExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    throw diagnosed(context, failure);
  }

  private Throwable diagnosed(ExtensionContext context, Throwable failure) {
    if (!(failure instanceof org.opentest4j.TestAbortedException)) {
      FailureReport.write(
          context.getRequiredTestClass().getSimpleName(), context.getDisplayName(), name);
    }
    return failure;
  }

  /** A shared one that is there. JUnit closes it after the last test. */
  private final class Made implements ExtensionContext.Store.CloseableResource {

    Made() {
      create();
    }

    @Override
    public void close() {
      delete();
    }
  }
}
