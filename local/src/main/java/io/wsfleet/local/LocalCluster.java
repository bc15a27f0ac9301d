package io.wsfleet.local;

import io.netty.channel.nio.NioEventLoopGroup;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.wsfleet.local.api.Registry;
import io.wsfleet.local.api.ServedKind;
import io.wsfleet.local.api.http.ApiServer;
import io.wsfleet.local.controllers.ControllerManager;
import io.wsfleet.local.kubelet.Kubelet;
import io.wsfleet.local.kubelet.ProcessGuard;
import io.wsfleet.local.kubelet.ProgramCatalog;
import io.wsfleet.local.model.Kind;
import io.wsfleet.local.model.Kinds;
import io.wsfleet.local.model.Resource;
import io.wsfleet.local.network.NodePorts;
import io.wsfleet.local.network.ServiceProxy;
import io.wsfleet.local.screen.StatusScreen;
import io.wsfleet.local.screen.StatusView;
import io.wsfleet.local.screen.StatusViewMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A local cluster that runs: API server, controllers, kubelet, network and status table. */
final class LocalCluster {
  private final ProjectDirectory projectDirectory;
  private final StateDirectory stateDirectory;
  private final StatusScreen statusScreen;
  private final InstantSource clock = InstantSource.system();
  private final Set<Integer> ownPorts = ConcurrentHashMap.newKeySet();
  private final List<ControlLoop> loops = new ArrayList<>();
  private final Vertx vertx =
      Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
  private final NioEventLoopGroup forwarderLoops = new NioEventLoopGroup(2);
  private @Nullable Registry registry;
  private @Nullable Kubelet kubelet;
  private @Nullable ProcessGuard processGuard;
  private final Duration shutdownTimeout;
  private final CountDownLatch ready = new CountDownLatch(1);
  private final Set<String> announced = new HashSet<>();

  /** Processes that have not ended after {@code timeToEnd} are killed. */
  LocalCluster(
      ProjectDirectory projectDirectory,
      StateDirectory stateDirectory,
      StatusScreen statusScreen,
      Duration timeToEnd) {
    this.projectDirectory = projectDirectory;
    this.stateDirectory = stateDirectory;
    this.statusScreen = statusScreen;
    this.shutdownTimeout = timeToEnd;
  }

  void start(Manifest manifest, AddressRange range, ProgramCatalog programCatalog)
      throws IOException, InterruptedException, StartupException {
    registry =
        new Registry(
            range.services(),
            // The proxy may still listen on the port of a Service that was deleted and created
            // again.
            port -> ownPorts.contains(port) || NodePorts.isFree(port),
            clock,
            new SecureRandom());
    processGuard = ProcessGuard.open(stateDirectory.pids());
    kubelet =
        new Kubelet(
            registry, programCatalog, stateDirectory.folders(), processGuard, range.pods(), clock);
    startApiServer(registry, range);
    InitialObjects initialObjects = new InitialObjects(registry);
    initialObjects.createNodeAndNamespaces();
    initialObjects.applyCustomResourceDefinitions(projectDirectory.crds());
    initialObjects.applyOperator();
    initialObjects.apply(manifest.file(), manifest.objects());
    statusScreen.printLine(
        "export KUBECONFIG=" + ShellQuoting.quote(stateDirectory.kubeconfig().toString()));
    startLoops(registry, kubelet, manifest);
  }

  /** Restarts the gateways one after the other when a jar of the folder changes. */
  void reloadOnChange(ExtensionFolder extensions) {
    Registry objects = Objects.requireNonNull(registry, "start comes first");
    ExtensionReload reload = new ExtensionReload(extensions.jars());
    startLoop(
        "extensions",
        Duration.ofSeconds(1),
        () -> {
          List<Resource> gateways =
              objects.list(Kinds.POD, "").stream().filter(LocalCluster::isGateway).toList();
          ExtensionReload.Step step = reload.next(extensions.jars(), gateways);
          step.lines().forEach(statusScreen::printLine);
          step.restart().ifPresent(pod -> objects.delete(pod.ref(), null, false));
        });
  }

  private static boolean isGateway(Resource pod) {
    return "gateway".equals(pod.labels().get("app.kubernetes.io/component"));
  }

  /** Whether a cluster of the sample is ready before the time is over. */
  boolean awaitReady(Duration time) throws InterruptedException {
    return ready.await(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Ends every process, then lets the rest go. Can be called at any time, once. */
  void stop() throws InterruptedException, IOException {
    for (ControlLoop controlLoop : loops) {
      controlLoop.close();
    }
    if (kubelet != null) {
      kubelet.stop(shutdownTimeout);
      kubelet.close();
    }
    if (processGuard != null) {
      processGuard.close();
    }
    forwarderLoops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
    vertx.close();
    stateDirectory.clear();
  }

  private void startApiServer(Registry registry, AddressRange range)
      throws IOException, InterruptedException {
    String secret = Kubeconfig.newSecret();
    ApiServer api =
        new ApiServer(
            vertx, registry, new PodLogs(registry, stateDirectory.folders()), secret, clock);
    int port = api.listen(range.api(), AddressRange.API_PORT);
    new Kubeconfig("http://" + range.api() + ":" + port, secret).write(stateDirectory.kubeconfig());
  }

  private void startLoops(Registry registry, Kubelet kubelet, Manifest manifest) {
    ControllerManager controllerManager = new ControllerManager(registry, clock);
    ServiceProxy network =
        new ServiceProxy(registry, forwarderLoops, clock, ownPorts, statusScreen::printLine);
    List<ControlLoop> woken = new ArrayList<>();
    woken.add(startLoop("controllers", Duration.ofSeconds(1), controllerManager::run));
    woken.add(startLoop("network", Duration.ofSeconds(1), network::sync));
    woken.add(startLoop("kubelet", Duration.ofMillis(100), kubelet::sync));
    ApiCredentials access = new ApiCredentials(registry, stateDirectory.apiToken());
    startLoop("screen", Duration.ofMillis(500), () -> updateScreen(registry, manifest, access));
    registry.watch(
        registry.listWithVersion(Kinds.NODE, "").version(),
        objectChange -> woken.forEach(ControlLoop::wake));
    woken.forEach(ControlLoop::wake);
  }

  private ControlLoop startLoop(String name, Duration period, ControlLoop.Iteration iteration) {
    ControlLoop controlLoop =
        new ControlLoop(
            name,
            period,
            iteration,
            failure ->
                statusScreen.printLine(
                    name + ": this iteration failed and is repeated: " + failure));
    loops.add(controlLoop);
    return controlLoop;
  }

  private void updateScreen(Registry registry, Manifest manifest, ApiCredentials access) {
    List<Resource> pods = registry.list(Kinds.POD, "");
    List<Resource> clusters = clusters(registry);
    StatusView statusView = StatusViewMapper.of(clusters, pods, ConnectionCounts.fetch(pods));
    announceReady(clusters, manifest, access);
    statusScreen.show(statusView);
    try {
      Path next = stateDirectory.folder().resolve("status.next");
      Files.writeString(next, StatusScreen.text(statusView));
      Files.move(next, stateDirectory.status(), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      // The directory was deleted; the table on the terminal stays.
    }
  }

  private void announceReady(List<Resource> clusters, Manifest manifest, ApiCredentials access) {
    for (Resource cluster : clusters) {
      if (!manifest.clusters().contains(id(cluster))
          || !cluster.condition("Ready").equals("True")) {
        continue;
      }
      // There is one token file; it belongs to the first WebSocketCluster of the user's file.
      boolean hasToken = id(cluster).equals(manifest.clusters().get(0));
      if (hasToken) {
        access.writeToken(cluster);
      }
      if (announced.add(id(cluster))) {
        statusScreen.printLine(cluster.name() + " is ready: " + cluster.text("/status/url"));
        if (hasToken) {
          access.hint(cluster).ifPresent(statusScreen::printLine);
        }
        ready.countDown();
      }
    }
  }

  private static String id(Resource cluster) {
    return cluster.namespace() + "/" + cluster.name();
  }

  private static List<Resource> clusters(Registry registry) {
    return registry.served().stream()
        .map(ServedKind::kind)
        .filter(kind -> kind.qualified().equals("websocketclusters.wsfleet.io"))
        .findFirst()
        .map((Kind kind) -> registry.list(kind, ""))
        .orElse(List.of());
  }
}
