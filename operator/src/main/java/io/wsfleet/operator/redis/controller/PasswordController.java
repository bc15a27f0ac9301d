package io.wsfleet.operator.redis.controller;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.wsfleet.operator.api.WebSocketCluster;
import io.wsfleet.operator.kube.ApplyFailure;
import io.wsfleet.operator.kube.client.OwnedResources;
import io.wsfleet.operator.observability.EventRecorder;
import io.wsfleet.operator.observability.OperatorMetrics;
import io.wsfleet.operator.redis.AclSecret;
import io.wsfleet.operator.redis.RedisSecret;
import io.wsfleet.operator.redis.client.AclClient;
import io.wsfleet.operator.redis.client.StepFailedException;
import io.wsfleet.operator.redis.password.AclState;
import io.wsfleet.operator.redis.password.PasswordPolicy;
import io.wsfleet.operator.redis.password.PasswordSet;
import io.wsfleet.operator.redis.password.Rotation;
import io.wsfleet.operator.redis.password.RotationObservation;
import io.wsfleet.operator.redis.password.RotationStep;
import io.wsfleet.operator.status.StatusEvent;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the Redis of each WebSocketCluster accept the password of its Secret. A decision is written
 * before it is acted on, and only over the record that it was made from, so that another operator
 * can continue at any moment.
 */
public final class PasswordController {

  private static final Logger log = LoggerFactory.getLogger(PasswordController.class);

  private static final Duration RECHECK_DELAY = Duration.ofSeconds(1);

  /** Between two iterations that do not wait for anything; a failover may begin in between. */
  private static final Duration NEXT_ITERATION_DELAY = Duration.ofMillis(100);

  private final AclClient aclClient;
  private final EventRecorder eventRecorder;
  private final OperatorMetrics operatorMetrics;
  private final Duration formerPasswordTtl;
  private final SecretGenerator secretGenerator;
  private final Clock clock;

  /** The last record of each cluster, by its uid. */
  private final Map<String, PasswordSet> lastRecorded = new ConcurrentHashMap<>();

  /**
   * @param formerPasswordTtl how long a former password is still accepted after every Redis accepts
   *     the current one
   */
  public PasswordController(
      AclClient aclClient,
      EventRecorder eventRecorder,
      OperatorMetrics operatorMetrics,
      Duration formerPasswordTtl,
      SecretGenerator secretGenerator,
      Clock clock) {
    this.aclClient = aclClient;
    this.eventRecorder = eventRecorder;
    this.operatorMetrics = operatorMetrics;
    this.formerPasswordTtl = formerPasswordTtl;
    this.secretGenerator = secretGenerator;
    this.clock = clock;
  }

  /**
   * Both Secrets.
   *
   * @param desiredPassword the text of the password Secret; if that is not a valid password, the
   *     recorded one
   */
  public record PasswordSecrets(
      Secret passwordSecret, Secret aclSecret, String desiredPassword, PasswordSet passwordSet) {

    /** A password must not get into a log. */
    @Override
    public String toString() {
      return "PasswordSecrets[" + passwordSet + "]";
    }
  }

  /** Reads both Secrets, and creates those that do not exist. Empty if that is refused. */
  public Optional<PasswordSecrets> ensureSecrets(
      WebSocketCluster cluster, OwnedResources ownedResources, Context<WebSocketCluster> context) {
    var found =
        ownedResources
            .findOrCreate(RedisSecret.metadataOnly(cluster), () -> createSecret(cluster, context))
            .map(secret -> rotateIfRequested(cluster, secret, context));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    var text = RedisSecret.password(found.get());
    var violation = PasswordPolicy.violation(text);
    violation.ifPresent(
        message ->
            ownedResources.addFailure(
                ApplyFailure.passwordUnusable(RedisSecret.name(cluster), message)));
    var initial =
        violation.isPresent() ? null : PasswordSet.resume(lastRecorded.get(uid(cluster)), text);
    var acl = aclSecret(cluster, initial, ownedResources, context);
    var passwordSet = acl.flatMap(AclSecret::passwordSet).orElse(initial);
    if (acl.isEmpty() || passwordSet == null) {
      return Optional.empty();
    }
    lastRecorded.put(uid(cluster), passwordSet);
    var desiredPassword = violation.isPresent() ? passwordSet.current() : text;
    return Optional.of(new PasswordSecrets(found.get(), acl.get(), desiredPassword, passwordSet));
  }

  /** For a deleted cluster. */
  public void forget(WebSocketCluster cluster) {
    lastRecorded.remove(uid(cluster));
  }

  private static String uid(WebSocketCluster cluster) {
    return cluster.getMetadata().getUid();
  }

  private Secret createSecret(WebSocketCluster cluster, Context<WebSocketCluster> context) {
    var created =
        context.resourceOperations().create(RedisSecret.create(cluster, secretGenerator.next()));
    eventRecorder.record(
        cluster,
        List.of(
            StatusEvent.secretCreated("a password for Redis", created.getMetadata().getName())));
    return created;
  }

  /** Generates another password if an annotation requests it. */
  private Secret rotateIfRequested(
      WebSocketCluster cluster, Secret secret, Context<WebSocketCluster> context) {
    var patch = RedisSecret.rotationPatch(cluster, secret, secretGenerator.next());
    if (patch.isEmpty()) {
      return secret;
    }
    var changed = patch(secret, patch.get(), context);
    eventRecorder.record(
        cluster,
        List.of(
            StatusEvent.passwordGenerated(
                RedisSecret.requestedRotation(cluster), RedisSecret.name(cluster))));
    return changed;
  }

  /**
   * @param initial the first record; null if there is none
   */
  private static Optional<Secret> aclSecret(
      WebSocketCluster cluster,
      @Nullable PasswordSet initial,
      OwnedResources ownedResources,
      Context<WebSocketCluster> context) {
    var frame = AclSecret.metadataOnly(cluster);
    if (initial == null) {
      return ownedResources.find(frame);
    }
    return ownedResources.findOrCreate(
        frame, () -> context.resourceOperations().create(AclSecret.create(cluster, initial)));
  }

  /**
   * One iteration of a rotation: observe, plan, record, act. The next one is a reconcile of its
   * own, so that a failover waits for one iteration at most.
   *
   * @return when to reconcile again; null for when something has changed
   */
  @Nullable
  public Duration rotate(
      WebSocketCluster cluster,
      PasswordSecrets passwordSecrets,
      Context<WebSocketCluster> context) {
    var acl = passwordSecrets.aclSecret();
    var passwordSet = passwordSecrets.passwordSet();
    var rotationPlan =
        Rotation.plan(
            new RotationObservation(
                clock.instant(),
                passwordSecrets.desiredPassword(),
                passwordSet,
                servers(cluster, context),
                formerPasswordTtl));
    if (!AclSecret.contains(acl, rotationPlan.record())) {
      if (!writeRecord(cluster, acl, rotationPlan.record(), rotationPlan.message(), context)) {
        return RECHECK_DELAY;
      }
      recordEvents(cluster, passwordSet, rotationPlan.record());
      lastRecorded.put(uid(cluster), rotationPlan.record());
    } else if (rotationPlan.steps().isEmpty()) {
      operatorMetrics.clusters().updatePasswords(cluster, passwordSet.all().size());
      return rotationPlan.rescheduleAfter();
    }
    return execute(cluster, rotationPlan.steps()) ? NEXT_ITERATION_DELAY : RECHECK_DELAY;
  }

  /** Nobody waits for a Redis on a lost node: it never gets the new password, and needs none. */
  private List<AclState> servers(WebSocketCluster cluster, Context<WebSocketCluster> context) {
    var abandoned = CachedPods.abandoned(context, clock.instant());
    return aclClient.observe(cluster.namespacedName()).stream()
        .filter(s -> s instanceof AclState.Reachable || !abandoned.contains(s.pod()))
        .toList();
  }

  private void recordEvents(WebSocketCluster cluster, PasswordSet before, PasswordSet now) {
    if (!before.current().equals(now.current())) {
      eventRecorder.record(cluster, List.of(StatusEvent.passwordChanging()));
    }
    if (!before.former().isEmpty() && now.former().isEmpty()) {
      eventRecorder.record(cluster, List.of(StatusEvent.passwordChanged()));
    }
  }

  private boolean execute(WebSocketCluster cluster, List<RotationStep> steps) {
    for (RotationStep rotationStep : steps) {
      try {
        log.debug("{}: {}", cluster.namespacedName(), rotationStep);
        aclClient.execute(cluster.namespacedName(), rotationStep);
        operatorMetrics.recordSuccess(rotationStep);
      } catch (StepFailedException e) {
        operatorMetrics.recordFailure(rotationStep);
        log.warn("{}: {}", cluster.namespacedName(), e.getMessage());
        return false;
      }
    }
    return true;
  }

  private boolean writeRecord(
      WebSocketCluster cluster,
      Secret acl,
      PasswordSet record,
      String message,
      Context<WebSocketCluster> context) {
    try {
      patch(acl, AclSecret.patch(acl, record), context);
      log.info("{}: passwords of Redis: {}", cluster.namespacedName(), message);
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() != 409) {
        throw e;
      }
      log.info("{}: conflict on the record of passwords; retrying", cluster.namespacedName());
      return false;
    }
  }

  private static Secret patch(Secret secret, String patch, Context<WebSocketCluster> context) {
    return context
        .resourceOperations()
        .resourcePatch(
            secret,
            s ->
                context
                    .getClient()
                    .resource(s)
                    .patch(PatchContext.of(PatchType.JSON_MERGE), patch));
  }
}
