package io.wsfleet.operator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.wsfleet.operator.api.WebSocketCluster;
import io.wsfleet.operator.gateway.ApiToken;
import io.wsfleet.operator.gateway.GatewayDeployment;
import io.wsfleet.operator.gateway.GatewayResources;
import io.wsfleet.operator.gateway.Revisions;
import io.wsfleet.operator.gateway.client.GatewayStatus;
import io.wsfleet.operator.kube.Labels;
import io.wsfleet.operator.kube.Owned;
import io.wsfleet.operator.kube.Refusal;
import io.wsfleet.operator.redis.RedisDeployments;
import io.wsfleet.operator.redis.RedisPods;
import io.wsfleet.operator.redis.RedisResources;
import io.wsfleet.operator.redis.RedisRollout;
import io.wsfleet.operator.redis.client.CertificateReloader;
import io.wsfleet.operator.redis.client.RedisAccess;
import io.wsfleet.operator.redis.failover.FailoverPlan;
import io.wsfleet.operator.status.News;
import io.wsfleet.operator.status.Observation;
import io.wsfleet.operator.tls.Certificates;
import io.wsfleet.operator.tls.TlsSecret;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Brings about what the pure packages decide, and says what is there afterwards. */
final class Fleet {

  private static final int SECRET_BYTES = 32;
  private static final Duration LOOK_AT_SECRETS = Duration.ofSeconds(15);

  /**
   * @param lookAgain when to look again though nothing tells to; null for not at all
   */
  record Seen(Observation fleet, @Nullable Duration lookAgain) {

    private Seen lookingAgain(@Nullable Duration too) {
      boolean isSooner = too != null && (lookAgain == null || too.compareTo(lookAgain) < 0);
      return isSooner ? new Seen(fleet, too) : this;
    }
  }

  private final OperatorConfig config;
  private final Events events;
  private final Metrics metrics;
  private final Mastership mastership;
  private final Passwords passwords;
  private final CertificateReloader certificates;
  private final SecureRandom random;
  private final Clock clock;

  Fleet(
      OperatorConfig config,
      Events events,
      Metrics metrics,
      Mastership mastership,
      Passwords passwords,
      CertificateReloader certificates,
      SecureRandom random,
      Clock clock) {
    this.config = config;
    this.events = events;
    this.metrics = metrics;
    this.mastership = mastership;
    this.passwords = passwords;
    this.certificates = certificates;
    this.random = random;
    this.clock = clock;
  }

  /** Redis' master comes first: without one nothing that is said reaches anybody. */
  Seen bringAbout(WebSocketCluster cluster, Context<WebSocketCluster> context) {
    var owned = new Owned(cluster, context);
    var token = token(cluster, owned, context);
    var held = passwords.hold(cluster, owned, context);
    if (held.isEmpty()) {
      metrics.brought(owned.writes(), owned.refusals());
      var failoverPlan =
          new FailoverPlan(cluster.recorded(), List.of(), "There is no password.", null);
      return observe(cluster, "", failoverPlan, owned, context);
    }
    var redis =
        new RedisDeployments(cluster, or(cluster.desired().redis().image(), config.redisImage()));
    var known = held.get().accepted().all();
    var tls = tls(cluster, owned);
    var failoverPlan =
        mastership.uphold(
            cluster,
            redis.revision(),
            new RedisAccess(RedisResources.PORT, () -> known, tls),
            context);
    var rotation = passwords.rotate(cluster, held.get(), context);
    renew(cluster, tls, owned, context);
    var revision = bringAbout(cluster, held.get(), token, redis, failoverPlan, owned, context);
    metrics.brought(owned.writes(), owned.refusals());
    return observe(cluster, revision, failoverPlan, owned, context).lookingAgain(rotation);
  }

  /** What the Secret of spec.tls says; null where there is to be no TLS. */
  private @Nullable Certificates tls(WebSocketCluster cluster, Owned owned) {
    if (!TlsSecret.isNamed(cluster)) {
      return null;
    }
    var name = TlsSecret.name(cluster);
    var secret = owned.read(TlsSecret.named(cluster));
    if (secret.isEmpty()) {
      owned.refuse(Refusal.certificateUnusable(name, "is not there"));
      return Certificates.NONE;
    }
    try {
      var read = TlsSecret.read(secret.get());
      var trouble = read.trouble(clock.instant());
      if (trouble != null) {
        owned.refuse(Refusal.certificateUnusable(name, trouble));
      }
      return read;
    } catch (TlsSecret.Unusable e) {
      owned.refuse(Refusal.certificateUnusable(name, String.valueOf(e.getMessage())));
      return Certificates.NONE;
    }
  }

  private void renew(
      WebSocketCluster cluster,
      @Nullable Certificates tls,
      Owned owned,
      Context<WebSocketCluster> context) {
    if (tls == null) {
      return;
    }
    var name = Mastership.name(cluster);
    certificates.update(name, Mastership.redis(context), RedisResources.PORT, tls);
    certificates
        .overdue(name)
        .forEach(
            (pod, why) ->
                owned.refuse(Refusal.certificateNotServed(pod, TlsSecret.name(cluster), why)));
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
      WebSocketCluster cluster,
      Passwords.Held held,
      Optional<Secret> token,
      RedisDeployments redis,
      FailoverPlan failoverPlan,
      Owned owned,
      Context<WebSocketCluster> context) {
    var spec = cluster.desired();
    var gateways =
        new GatewayDeployment(cluster, or(spec.gateway().image(), config.gatewayImage()));
    var revisions =
        Revisions.plan(spec.gateway().replicas(), gateways.revision(), deployments(owned));
    var desired = new ArrayList<HasMetadata>();
    desired.add(GatewayResources.account(cluster));
    token.ifPresent(desired::add);
    var master = master(cluster, owned);
    boolean reachesMaster =
        RedisRollout.mayApplyMaster(
            master,
            redis.revision(),
            RedisPods.running(context.getSecondaryResourcesAsStream(Pod.class)),
            failoverPlan.record());
    desired.addAll(
        RedisResources.desired(cluster, redis, held.password(), held.acl(), reachesMaster));
    desired.addAll(GatewayResources.desired(gateways, revisions.replicas()));
    owned.apply(desired);
    revisions.former().forEach(f -> owned.resize(f.deployment(), f.replicas()));
    revisions.former().forEach(f -> desired.add(f.deployment()));
    master.ifPresent(desired::add);
    owned.prune(desired);
    return gateways.revision();
  }

  private static Optional<Deployment> master(WebSocketCluster cluster, Owned owned) {
    return owned.list(Deployment.class).stream()
        .filter(d -> d.getMetadata().getName().equals(RedisResources.masterName(cluster)))
        .findFirst();
  }

  private static List<Deployment> deployments(Owned owned) {
    return owned.list(Deployment.class).stream()
        .filter(d -> Labels.value(d, Labels.COMPONENT).equals(Labels.GATEWAY))
        .toList();
  }

  private Seen observe(
      WebSocketCluster cluster,
      String revision,
      FailoverPlan failoverPlan,
      Owned owned,
      Context<WebSocketCluster> context) {
    var reports = context.getSecondaryResources(GatewayStatus.class);
    var observation =
        new Observation(
            cluster,
            revision,
            failoverPlan.record(),
            failoverPlan.message(),
            owned.list(Deployment.class),
            owned.list(Service.class),
            List.copyOf(context.getSecondaryResources(Pod.class)),
            reports.stream()
                .collect(Collectors.toMap(GatewayStatus::pod, GatewayStatus::connections)),
            reports.stream()
                .collect(Collectors.toMap(GatewayStatus::pod, GatewayStatus::heartbeatsFrom)),
            owned.refusals(),
            config.nodeAddress());
    return new Seen(observation, lookAgain(cluster, failoverPlan));
  }

  /** A Secret of somebody else has no label by which it could be watched. */
  private static @Nullable Duration lookAgain(WebSocketCluster cluster, FailoverPlan failoverPlan) {
    var secrets = TlsSecret.isNamed(cluster) ? LOOK_AT_SECRETS : null;
    return Stream.of(failoverPlan.rescheduleAfter(), secrets)
        .flatMap(Stream::ofNullable)
        .min(Duration::compareTo)
        .orElse(null);
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
