package io.wsfleet.operator.reconcile;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.wsfleet.operator.api.WebSocketCluster;
import io.wsfleet.operator.gateway.ApiToken;
import io.wsfleet.operator.kube.ApplyFailure;
import io.wsfleet.operator.kube.MountableSecrets;
import io.wsfleet.operator.kube.client.OwnedResources;
import io.wsfleet.operator.observability.EventRecorder;
import io.wsfleet.operator.redis.controller.PasswordController;
import io.wsfleet.operator.redis.controller.PasswordController.PasswordSecrets;
import io.wsfleet.operator.redis.controller.SecretGenerator;
import io.wsfleet.operator.status.StatusEvent;
import java.util.List;
import java.util.Optional;

/** The Secrets of a WebSocketCluster: the token of its HTTP API and the passwords of its Redis. */
public final class SecretsStep {

  /**
   * @param apiToken empty if the user provides it, or if it could not be created
   * @param passwords empty if there is no password yet, or no permission for its Secret
   */
  record Secrets(Optional<Secret> apiToken, Optional<PasswordSecrets> passwords) {}

  private final PasswordController passwordController;
  private final EventRecorder eventRecorder;
  private final SecretGenerator secretGenerator;
  private final MountableSecrets mountableSecrets;

  public SecretsStep(
      PasswordController passwordController,
      EventRecorder eventRecorder,
      SecretGenerator secretGenerator,
      MountableSecrets mountableSecrets) {
    this.passwordController = passwordController;
    this.eventRecorder = eventRecorder;
    this.secretGenerator = secretGenerator;
    this.mountableSecrets = mountableSecrets;
  }

  /** Reads them, and creates those that are the operator's and do not exist. */
  Secrets ensure(
      WebSocketCluster cluster, OwnedResources resources, Context<WebSocketCluster> context) {
    return new Secrets(
        ensureApiToken(cluster, resources, context),
        passwordController.ensureSecrets(cluster, resources, context));
  }

  private Optional<Secret> ensureApiToken(
      WebSocketCluster cluster, OwnedResources resources, Context<WebSocketCluster> context) {
    if (ApiToken.isUserProvided(cluster)) {
      checkProvidedToken(cluster, resources);
      return Optional.empty();
    }
    return resources
        .findOrCreate(ApiToken.metadataOnly(cluster), () -> createApiToken(cluster, context))
        .map(found -> ApiToken.restoreMetadata(cluster, found));
  }

  private void checkProvidedToken(WebSocketCluster cluster, OwnedResources resources) {
    var name = ApiToken.secretName(cluster);
    var deployments = resources.list(Deployment.class);
    var provided = resources.readUnowned(ApiToken.reference(cluster));
    provided
        .flatMap(found -> mountableSecrets.violation(found, "spec.api.tokenSecret", deployments))
        .ifPresent(resources::addFailure);
    var missing = ApplyFailure.tokenMissing(name, ApiToken.KEY);
    if (provided.isEmpty() && !mountableSecrets.mayWaitFor(name, deployments)) {
      resources.refuse(missing);
    } else if (provided.filter(ApiToken::hasToken).isEmpty()) {
      resources.addFailure(missing);
    }
  }

  private Secret createApiToken(WebSocketCluster cluster, Context<WebSocketCluster> context) {
    var created =
        context.resourceOperations().create(ApiToken.create(cluster, secretGenerator.next()));
    eventRecorder.record(
        cluster,
        List.of(
            StatusEvent.secretCreated(
                "a token for the HTTP API", created.getMetadata().getName())));
    return created;
  }
}
