package io.wsfleet.operator;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.wsfleet.operator.api.WebSocketCluster;
import io.wsfleet.operator.kube.Owned;
import io.wsfleet.operator.kube.Refusal;
import io.wsfleet.operator.redis.AclSecret;
import io.wsfleet.operator.redis.RedisSecret;
import io.wsfleet.operator.redis.client.AclClient;
import io.wsfleet.operator.redis.client.StepFailedException;
import io.wsfleet.operator.redis.password.PasswordPolicy;
import io.wsfleet.operator.redis.password.PasswordSet;
import io.wsfleet.operator.redis.password.Rotation;
import io.wsfleet.operator.redis.password.RotationObservation;
import io.wsfleet.operator.redis.password.RotationStep;
import io.wsfleet.operator.status.News;
import java.security.SecureRandom;
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
 * Sees to it that each fleet's Redis takes the password that its Secret has. What is decided is
 * written before anything is done about it, and only over what it was decided from, so that another
 * operator can go on at any moment.
 */
final class Passwords {

  private static final Logger log = LoggerFactory.getLogger(Passwords.class);
  private static final int SECRET_BYTES = 32;

  /** A rotation that has nothing to wait for takes four. */
  private static final int MOST_ROUNDS = 8;

  private static final Duration SOON = Duration.ofSeconds(1);

  private final AclClient servers;
  private final Events events;
  private final Metrics metrics;
  private final Duration patience;
  private final SecureRandom random;
  private final Clock clock;

  /** What was recorded last for each fleet, by its uid. */
  private final Map<String, PasswordSet> last = new ConcurrentHashMap<>();

  /**
   * @param patience for how long a former password is taken once every Redis takes the current one
   */
  Passwords(
      AclClient servers,
      Events events,
      Metrics metrics,
      Duration patience,
      SecureRandom random,
      Clock clock) {
    this.servers = servers;
    this.events = events;
    this.metrics = metrics;
    this.patience = patience;
    this.random = random;
    this.clock = clock;
  }

  /**
   * Both Secrets as they are.
   *
   * @param wanted what is asked for; where that cannot be a password, what is recorded
   */
  record Held(Secret password, Secret acl, String wanted, PasswordSet accepted) {

    /** Nothing of a password may get into a log. */
    @Override
    public String toString() {
      return "Held[" + accepted + "]";
    }
  }

  /** Finds or makes both Secrets; nothing where that is refused. */
  Optional<Held> hold(WebSocketCluster cluster, Owned owned, Context<WebSocketCluster> context) {
    var found =
        owned
            .findOrCreate(RedisSecret.metadataOnly(cluster), () -> create(cluster, context))
            .map(secret -> asked(cluster, secret, context));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    var text = RedisSecret.password(found.get());
    var objection = PasswordPolicy.violation(text);
    objection.ifPresent(
        why -> owned.refuse(Refusal.passwordUnusable(RedisSecret.name(cluster), why)));
    var begun = objection.isPresent() ? null : PasswordSet.resume(last.get(uid(cluster)), text);
    var acl = acl(cluster, begun, owned, context);
    var passwordSet = acl.flatMap(AclSecret::passwordSet).orElse(begun);
    if (acl.isEmpty() || passwordSet == null) {
      return Optional.empty();
    }
    last.put(uid(cluster), passwordSet);
    var wanted = objection.isPresent() ? passwordSet.current() : text;
    return Optional.of(new Held(found.get(), acl.get(), wanted, passwordSet));
  }

  /** The fleet is gone, and its passwords with it. */
  void forget(WebSocketCluster cluster) {
    last.remove(uid(cluster));
  }

  private static String uid(WebSocketCluster cluster) {
    return cluster.getMetadata().getUid();
  }

  private Secret create(WebSocketCluster cluster, Context<WebSocketCluster> context) {
    var created = context.resourceOperations().create(RedisSecret.create(cluster, bytes()));
    events.tell(
        cluster,
        List.of(News.secretCreated("a password for Redis", created.getMetadata().getName())));
    return created;
  }

  /** With another password, where the resource asks for one. */
  private Secret asked(WebSocketCluster cluster, Secret secret, Context<WebSocketCluster> context) {
    var patch = RedisSecret.rotationPatch(cluster, secret, bytes());
    if (patch.isEmpty()) {
      return secret;
    }
    var changed = patch(secret, patch.get(), context);
    events.tell(
        cluster,
        List.of(
            News.passwordMade(RedisSecret.requestedRotation(cluster), RedisSecret.name(cluster))));
    return changed;
  }

  /**
   * @param begun what it begins with; null where there is nothing to begin with
   */
  private static Optional<Secret> acl(
      WebSocketCluster cluster,
      @Nullable PasswordSet begun,
      Owned owned,
      Context<WebSocketCluster> context) {
    var frame = AclSecret.metadataOnly(cluster);
    if (begun == null) {
      return owned.find(frame);
    }
    return owned.findOrCreate(
        frame, () -> context.resourceOperations().create(AclSecret.create(cluster, begun)));
  }

  /**
   * Leaves the fleet's Redis with nothing to do for now.
   *
   * @return when to look again; null for when there is news
   */
  @Nullable Duration rotate(
      WebSocketCluster cluster, Held held, Context<WebSocketCluster> context) {
    var acl = held.acl();
    var passwordSet = held.accepted();
    for (int round = 0; round < MOST_ROUNDS; round++) {
      var rotationPlan =
          Rotation.plan(
              new RotationObservation(
                  clock.instant(),
                  held.wanted(),
                  passwordSet,
                  servers.observe(Mastership.name(cluster)),
                  patience));
      if (!AclSecret.contains(acl, rotationPlan.record())) {
        var written = write(cluster, acl, rotationPlan.record(), rotationPlan.message(), context);
        if (written.isEmpty()) {
          return SOON;
        }
        tell(cluster, passwordSet, rotationPlan.record());
        acl = written.get();
        passwordSet = rotationPlan.record();
        last.put(uid(cluster), passwordSet);
      } else if (rotationPlan.steps().isEmpty()) {
        metrics.fleets().passwords(cluster, passwordSet.all().size());
        return rotationPlan.rescheduleAfter();
      }
      if (!take(cluster, rotationPlan.steps())) {
        return SOON;
      }
    }
    return SOON;
  }

  private void tell(WebSocketCluster cluster, PasswordSet before, PasswordSet now) {
    if (!before.current().equals(now.current())) {
      events.tell(cluster, List.of(News.passwordChanging()));
    }
    if (!before.former().isEmpty() && now.former().isEmpty()) {
      events.tell(cluster, List.of(News.passwordChanged()));
    }
  }

  private boolean take(WebSocketCluster cluster, List<RotationStep> steps) {
    for (RotationStep rotationStep : steps) {
      try {
        log.debug("{}: {}", Mastership.name(cluster), rotationStep);
        servers.execute(Mastership.name(cluster), rotationStep);
        metrics.took(rotationStep);
      } catch (StepFailedException e) {
        metrics.failed(rotationStep);
        log.warn("{}: {}", Mastership.name(cluster), e.getMessage());
        return false;
      }
    }
    return true;
  }

  private Optional<Secret> write(
      WebSocketCluster cluster,
      Secret acl,
      PasswordSet record,
      String why,
      Context<WebSocketCluster> context) {
    try {
      var written = patch(acl, AclSecret.patch(acl, record), context);
      log.info("{}: passwords of Redis: {}", Mastership.name(cluster), why);
      return Optional.of(written);
    } catch (KubernetesClientException e) {
      if (e.getCode() != 409) {
        throw e;
      }
      log.info(
          "{}: somebody else has changed the record of passwords; it is looked at anew",
          Mastership.name(cluster));
      return Optional.empty();
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

  private byte[] bytes() {
    var bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    return bytes;
  }
}
