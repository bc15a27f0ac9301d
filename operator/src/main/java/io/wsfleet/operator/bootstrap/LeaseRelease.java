package io.wsfleet.operator.bootstrap;

import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;

/**
 * Gives the Lease back when the process is asked to end, so that another operator need not wait for
 * it to run out. First the fence is shut for good: from then on this process writes nothing, and
 * does not renew either.
 */
record LeaseRelease(Fence fence, Config config, String namespace, String lease) {

  private static final int TIMEOUT_MILLIS = 3000;

  void registerShutdownHook() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::release, "lease-release"));
  }

  /**
   * Changes no Lease but the one that was read: if somebody has taken it meanwhile, the API server
   * refuses. Whatever goes wrong, the Lease runs out by itself.
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
      // There is nobody left to be told.
    }
  }
}
