package io.wsfleet.operator.reconcile;

import io.fabric8.kubernetes.api.model.Secret;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.wsfleet.operator.api.WebSocketCluster;
import io.wsfleet.operator.gateway.ApiToken;
import io.wsfleet.operator.kube.ApplyFailure;
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

  public SecretsStep(
      PasswordController passwordController,
      EventRecorder eventRecorder,
      SecretGenerator secretGenerator) {
    this.passwordController = passwordController;
    this.eventRecorder = eventRecorder;
    this.secretGenerator = secretGenerator;
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
      var provided = resources.readUnowned(ApiToken.reference(cluster));
      if (provided.filter(ApiToken::hasToken).isEmpty()) {
        resources.addFailure(ApplyFailure.tokenMissing(ApiToken.secretName(cluster), ApiToken.KEY));
      }
      return Optional.empty();
    }
    return resources
        .findOrCreate(ApiToken.metadataOnly(cluster), () -> createApiToken(cluster, context))
        .map(found -> ApiToken.restoreMetadata(cluster, found));
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
