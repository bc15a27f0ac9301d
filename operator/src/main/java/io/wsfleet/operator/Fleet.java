package io.wsfleet.operator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.wsfleet.operator.api.WebSocketCluster;
import io.wsfleet.operator.connections.GatewayReport;
import io.wsfleet.operator.gateway.ApiToken;
import io.wsfleet.operator.gateway.GatewayDeployment;
import io.wsfleet.operator.gateway.GatewayResources;
import io.wsfleet.operator.gateway.Revisions;
import io.wsfleet.operator.kube.Labels;
import io.wsfleet.operator.kube.Owned;
import io.wsfleet.operator.kube.Refusal;
import io.wsfleet.operator.redis.RedisResources;
import io.wsfleet.operator.redis.RedisSecret;
import io.wsfleet.operator.status.News;
import io.wsfleet.operator.status.Observation;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Brings about what the pure packages decide, and says what is there afterwards. */
final class Fleet {

  private static final int SECRET_BYTES = 32;

  private final OperatorConfig config;
  private final Events events;
  private final Metrics metrics;
  private final SecureRandom random;

  Fleet(OperatorConfig config, Events events, Metrics metrics, SecureRandom random) {
    this.config = config;
    this.events = events;
    this.metrics = metrics;
    this.random = random;
  }

  Observation bringAbout(WebSocketCluster cluster, Context<WebSocketCluster> context) {
    var owned = new Owned(cluster, context);
    var token = token(cluster, owned, context);
    var revision =
        owned
            .findOrCreate(
                RedisSecret.frame(cluster),
                () ->
                    create(
                        RedisSecret.create(cluster, bytes()),
                        "a password for Redis",
                        cluster,
                        context))
            .map(password -> bringAbout(cluster, password, token, owned))
            .orElse("");
    metrics.brought(owned.writes(), owned.refusals());
    return observe(cluster, revision, owned, context);
  }

  /** The Secret with the API's token, as far as it is the operator's. */
  private Optional<Secret> token(
      WebSocketCluster cluster, Owned owned, Context<WebSocketCluster> context) {
    if (ApiToken.isNamed(cluster)) {
      if (owned.read(ApiToken.named(cluster)).filter(ApiToken::isIn).isEmpty()) {
        owned.refuse(Refusal.tokenMissing(ApiToken.secret(cluster), ApiToken.KEY));
      }
      return Optional.empty();
    }
    return owned
        .findOrCreate(
            ApiToken.frame(cluster),
            () ->
                create(
                    ApiToken.create(cluster, bytes()),
                    "a token for the HTTP API",
                    cluster,
                    context))
        .map(found -> ApiToken.keep(cluster, found));
  }

  private String bringAbout(
      WebSocketCluster cluster, Secret password, Optional<Secret> token, Owned owned) {
    var spec = cluster.desired();
    var gateways =
        new GatewayDeployment(
            cluster,
            or(spec.gateway().image(), config.gatewayImage()),
            RedisSecret.fingerprint(password));
    var revisions =
        Revisions.plan(spec.gateway().replicas(), gateways.revision(), deployments(owned));
    var desired = new ArrayList<HasMetadata>();
    desired.add(GatewayResources.account(cluster));
    token.ifPresent(desired::add);
    desired.addAll(
        RedisResources.desired(cluster, or(spec.redis().image(), config.redisImage()), password));
    desired.addAll(GatewayResources.desired(gateways, revisions.replicas()));
    owned.apply(desired);
    revisions.former().forEach(f -> owned.resize(f.deployment(), f.replicas()));
    revisions.former().forEach(f -> desired.add(f.deployment()));
    owned.prune(desired);
    return gateways.revision();
  }

  private static List<Deployment> deployments(Owned owned) {
    return owned.list(Deployment.class).stream()
        .filter(d -> Labels.value(d, Labels.COMPONENT).equals(Labels.GATEWAY))
        .toList();
  }

  private Observation observe(
      WebSocketCluster cluster, String revision, Owned owned, Context<WebSocketCluster> context) {
    return new Observation(
        cluster,
        revision,
        owned.list(Deployment.class),
        owned.list(Service.class),
        List.copyOf(context.getSecondaryResources(Pod.class)),
        context
            .getSecondaryResourcesAsStream(GatewayReport.class)
            .collect(Collectors.toMap(GatewayReport::pod, GatewayReport::connections)),
        owned.refusals(),
        config.nodeAddress());
  }

  private Secret create(
      Secret secret, String what, WebSocketCluster cluster, Context<WebSocketCluster> context) {
    var created = context.resourceOperations().create(secret);
    events.tell(cluster, List.of(News.secretCreated(what, created.getMetadata().getName())));
    return created;
  }

  private byte[] bytes() {
    var bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    return bytes;
  }

  private static String or(@Nullable String image, String standard) {
    return image == null ? standard : image;
  }
}
