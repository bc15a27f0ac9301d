package io.wsfleet.operator.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.polling.PerResourcePollingConfigurationBuilder;
import io.javaoperatorsdk.operator.processing.event.source.polling.PerResourcePollingEventSource;
import io.wsfleet.operator.api.WebSocketCluster;
import io.wsfleet.operator.gateway.client.GatewayStatusClient;
import io.wsfleet.operator.gateway.client.PollSchedule;
import io.wsfleet.operator.gateway.client.PolledGateway;
import io.wsfleet.operator.kube.Labels;
import io.wsfleet.operator.kube.OwnedKinds;
import io.wsfleet.operator.kube.PodOwnership;
import io.wsfleet.operator.kube.Pods;
import io.wsfleet.operator.redis.client.CertificateReloader;
import io.wsfleet.operator.redis.controller.RedisEventSource;
import io.wsfleet.operator.tls.TlsSecret;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The event sources whose events trigger a reconcile of a WebSocketCluster. */
public final class EventSources {

  private static final Logger log = LoggerFactory.getLogger(EventSources.class);

  /** Each begins the poll of the gateways of one fleet. */
  private static final int POLLING_THREADS = 16;

  /** How often it is checked whether a poll is due. */
  private static final Duration POLL_CHECK_INTERVAL = Duration.ofSeconds(1);

  private static final Duration MAX_POLL_WAIT = Duration.ofMillis(100);

  private final GatewayStatusClient gatewayStatusClient;
  private final RedisEventSource redisEventSource;
  private final DeletionEventSource deletionEventSource;
  private final CertificateReloader certificateReloader;
  private final PollSchedule pollSchedule;
  private final Clock clock;

  public EventSources(
      GatewayStatusClient gatewayStatusClient,
      PollSchedule pollSchedule,
      RedisEventSource redisEventSource,
      DeletionEventSource deletionEventSource,
      CertificateReloader certificateReloader,
      Clock clock) {
    this.gatewayStatusClient = gatewayStatusClient;
    this.redisEventSource = redisEventSource;
    this.deletionEventSource = deletionEventSource;
    this.certificateReloader = certificateReloader;
    this.pollSchedule = pollSchedule;
    this.clock = clock;
  }

  List<EventSource<?, WebSocketCluster>> create(EventSourceContext<WebSocketCluster> context) {
    var sources = new ArrayList<EventSource<?, WebSocketCluster>>();
    OwnedKinds.ALL.stream()
        .filter(kind -> kind != Deployment.class)
        .forEach(kind -> sources.add(informer(kind, context)));
    var podSources =
        new PodSources(
            informer(Pod.class, context),
            replicaSetInformer(context),
            informer(Deployment.class, context));
    sources.addAll(podSources.all());
    sources.add(gatewayStatusSource(podSources, context));
    sources.add(redisEventSource);
    sources.add(deletionEventSource);
    return sources;
  }

  /** The pods, and what tells whose they are. */
  private record PodSources(
      InformerEventSource<Pod, WebSocketCluster> pods,
      InformerEventSource<ReplicaSet, WebSocketCluster> replicaSets,
      InformerEventSource<Deployment, WebSocketCluster> deployments) {

    List<EventSource<?, WebSocketCluster>> all() {
      return List.of(deployments, replicaSets, pods);
    }

    List<Pod> of(WebSocketCluster cluster) {
      var ownership =
          new PodOwnership(
              cluster,
              deployments.getSecondaryResources(cluster).stream(),
              replicaSets.getSecondaryResources(cluster).stream());
      return pods.getSecondaryResources(cluster).stream().filter(ownership::isOurs).toList();
    }
  }

  private static <T extends HasMetadata> InformerEventSource<T, WebSocketCluster> informer(
      Class<T> kind, EventSourceContext<WebSocketCluster> context) {
    return new InformerEventSource<>(informerConfiguration(kind).build(), context);
  }

  /** Only the owner of a ReplicaSet matters; the Deployment reports how many pods there are. */
  private static InformerEventSource<ReplicaSet, WebSocketCluster> replicaSetInformer(
      EventSourceContext<WebSocketCluster> context) {
    return new InformerEventSource<>(
        informerConfiguration(ReplicaSet.class)
            .withOnUpdateFilter(
                (now, before) ->
                    !Objects.equals(
                        now.getMetadata().getOwnerReferences(),
                        before.getMetadata().getOwnerReferences()))
            .build(),
        context);
  }

  private static <T extends HasMetadata>
      InformerEventSourceConfiguration.Builder<T> informerConfiguration(Class<T> kind) {
    return InformerEventSourceConfiguration.from(kind, WebSocketCluster.class)
        .withLabelSelector(Labels.CLUSTER)
        .withSecondaryToPrimaryMapper(EventSources::clusters)
        .withNamespacesInheritedFromController();
  }

  /** By label and by owner, since either may have been changed by hand. */
  private static Set<ResourceID> clusters(HasMetadata object) {
    var namespace = object.getMetadata().getNamespace();
    var clusters = new HashSet<ResourceID>();
    clusters.add(new ResourceID(Labels.value(object, Labels.CLUSTER), namespace));
    Optional.ofNullable(object.getMetadata().getOwnerReferences()).orElse(List.of()).stream()
        .filter(owner -> owner.getKind().equals("WebSocketCluster"))
        .forEach(owner -> clusters.add(new ResourceID(owner.getName(), namespace)));
    return clusters;
  }

  /** Polls apart from the reconciles, so that an idle fleet is not reconciled. */
  private EventSource<PolledGateway, WebSocketCluster> gatewayStatusSource(
      PodSources pods, EventSourceContext<WebSocketCluster> context) {
    return new PerResourcePollingEventSource<>(
        PolledGateway.class,
        context,
        new PerResourcePollingConfigurationBuilder<PolledGateway, WebSocketCluster, String>(
                cluster -> poll(cluster, pods), POLL_CHECK_INTERVAL)
            .withName("gateway-status")
            .withResourceIDMapper(PolledGateway::uid)
            .withExecutorService(Executors.newScheduledThreadPool(POLLING_THREADS))
            .build());
  }

  private Set<PolledGateway> poll(WebSocketCluster cluster, PodSources pods) {
    var id = cluster.namespacedName();
    var gateways =
        pods.of(cluster).stream()
            .filter(p -> Labels.value(p, Labels.COMPONENT).equals(Labels.GATEWAY))
            .filter(p -> Pods.isReady(p) && !Pods.isTerminating(p))
            .toList();
    var names = gateways.stream().map(p -> p.getMetadata().getName()).collect(Collectors.toSet());
    var tls = certificateReloader.certificates(id);
    boolean isTlsUnknown = TlsSecret.isEnabled(cluster) && tls == null;
    if (!isTlsUnknown && pollSchedule.isDue(id, names, clock.instant()) && pollSchedule.begin(id)) {
      boolean mayWait = !pollSchedule.isSilent(id);
      var poll =
          gatewayStatusClient
              .poll(gateways, pollSchedule.statuses(id), tls)
              .thenAccept(found -> pollSchedule.end(id, found, clock.instant()));
      if (mayWait) {
        awaitBriefly(poll);
      }
    }
    return pollSchedule.statuses(id);
  }

  /**
   * Gateways that answer do so at once. The result of others is read with the next check: a fleet
   * whose gateways are silent, for example behind a NetworkPolicy, takes no time of the others.
   */
  private static void awaitBriefly(CompletableFuture<?> poll) {
    try {
      poll.get(MAX_POLL_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      log.debug("A poll has not ended yet: {}", e.toString());
    }
  }
}
