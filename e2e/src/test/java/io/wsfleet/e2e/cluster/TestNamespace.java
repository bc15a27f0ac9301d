package io.wsfleet.e2e.cluster;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * A namespace for one class of tests, under the restricted pod security standard. A failure in the
 * class has its state written to a file before the namespace goes.
 */
public final class TestNamespace
    implements BeforeAllCallback,
        AfterAllCallback,
        TestExecutionExceptionHandler,
        LifecycleMethodExecutionExceptionHandler {

  private final String name;

  private TestNamespace(String name) {
    this.name = name;
  }

  public static TestNamespace fresh(String topic) {
    String suffix = Integer.toString(ThreadLocalRandom.current().nextInt(36 * 36 * 36 * 36), 36);
    return new TestNamespace("e2e-" + topic + "-" + suffix);
  }

  public String name() {
    return name;
  }

  public Fleet apply(String fleet, String spec) {
    return Fleet.apply(name, fleet, spec);
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    Cluster.client()
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
    // Its node port must be free again for the next class, hence the wait.
    Kubectl.attempt("delete", "namespace", name, "--timeout=80s");
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
      Diagnosis.write(
          context.getRequiredTestClass().getSimpleName(), context.getDisplayName(), name);
    }
    return failure;
  }
}
