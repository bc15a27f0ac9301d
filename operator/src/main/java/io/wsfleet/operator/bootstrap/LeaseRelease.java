package io.wsfleet.operator.bootstrap;

import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;

/**
 * Releases the Lease when the process is asked to end, so that another operator does not wait until
 * it expires. Before that it closes the fence: from then on this process writes nothing and renews
 * nothing.
 */
record LeaseRelease(Fence fence, Config config, String namespace, String lease) {

  private static final int TIMEOUT_MILLIS = 3000;

  void registerShutdownHook() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::release, "lease-release"));
  }

  /**
   * Replaces only the Lease that was read: if another operator has acquired it meanwhile, the API
   * server refuses. After any failure the Lease expires by itself.
   */
  void release() {
    if (!fence.close()) {
      return;
    }
    var configWithTimeout =
        new ConfigBuilder(config)
            .withRequestTimeout(TIMEOUT_MILLIS)
            .withRequestRetryBackoffLimit(0)
            .build();
    try (var client = new KubernetesClientBuilder().withConfig(configWithTimeout).build()) {
      var held = client.leases().inNamespace(namespace).withName(lease).get();
      if (held != null) {
        client
            .resource(new LeaseBuilder(held).editSpec().withHolderIdentity("").endSpec().build())
            .update();
      }
    } catch (KubernetesClientException e) {
      // The process ends; the Lease expires by itself.
    }
  }
}
