package io.wsfleet.operator.reconcile;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.wsfleet.operator.api.WebSocketCluster;
import io.wsfleet.operator.kube.ApplyFailure;
import io.wsfleet.operator.kube.MountableSecrets;
import io.wsfleet.operator.kube.client.OwnedResources;
import io.wsfleet.operator.redis.RedisResources;
import io.wsfleet.operator.redis.client.CertificateReloader;
import io.wsfleet.operator.redis.controller.CachedPods;
import io.wsfleet.operator.tls.Certificates;
import io.wsfleet.operator.tls.TlsSecret;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * The certificates of a WebSocketCluster with {@code spec.tls}: the Secret, and what Redis serves.
 */
public final class CertificatesStep {

  private final CertificateReloader certificateReloader;
  private final MountableSecrets mountableSecrets;
  private final Clock clock;

  public CertificatesStep(
      CertificateReloader certificateReloader, MountableSecrets mountableSecrets, Clock clock) {
    this.mountableSecrets = mountableSecrets;
    this.certificateReloader = certificateReloader;
    this.clock = clock;
  }

  /** The content of the Secret of spec.tls; null without TLS. */
  @Nullable Certificates read(WebSocketCluster cluster, OwnedResources resources) {
    if (!TlsSecret.isEnabled(cluster)) {
      return null;
    }
    var name = TlsSecret.name(cluster);
    var deployments = resources.list(Deployment.class);
    var secret = resources.readUnowned(TlsSecret.reference(cluster));
    if (secret.isEmpty()) {
      var missing = ApplyFailure.certificateUnusable(name, "is not there");
      if (mountableSecrets.mayWaitFor(name, deployments)) {
        resources.addFailure(missing);
      } else {
        resources.refuse(missing);
      }
      return Certificates.NONE;
    }
    mountableSecrets
        .violation(secret.get(), "spec.tls.secretName", deployments)
        .ifPresent(resources::addFailure);
    try {
      var read = TlsSecret.parse(secret.get());
      var problem = read.problem(clock.instant());
      if (problem != null) {
        resources.addFailure(ApplyFailure.certificateUnusable(name, problem));
      }
      return read;
    } catch (TlsSecret.InvalidSecretException e) {
      resources.addFailure(ApplyFailure.certificateUnusable(name, String.valueOf(e.getMessage())));
      return Certificates.NONE;
    }
  }

  /** Has every Redis serve these certificates, in the background. */
  void reload(
      WebSocketCluster cluster,
      @Nullable Certificates certificates,
      OwnedResources resources,
      Context<WebSocketCluster> context) {
    if (certificates == null) {
      return;
    }
    var name = cluster.namespacedName();
    certificateReloader.update(
        name, CachedPods.addresses(context), RedisResources.PORT, certificates);
    var abandoned = CachedPods.abandoned(context, clock.instant());
    certificateReloader
        .overdue(name)
        .forEach(
            (pod, why) -> {
              if (!abandoned.contains(pod)) {
                resources.addFailure(
                    ApplyFailure.certificateNotServed(pod, TlsSecret.name(cluster), why));
              }
            });
  }
}
