package io.wsfleet.local;

import io.netty.channel.nio.NioEventLoopGroup;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.wsfleet.local.api.Cluster;
import io.wsfleet.local.api.Served;
import io.wsfleet.local.api.http.ApiServer;
import io.wsfleet.local.controllers.Controllers;
import io.wsfleet.local.kubelet.Kubelet;
import io.wsfleet.local.kubelet.Leash;
import io.wsfleet.local.kubelet.Programs;
import io.wsfleet.local.model.Kind;
import io.wsfleet.local.model.Kinds;
import io.wsfleet.local.model.Resource;
import io.wsfleet.local.network.NodePorts;
import io.wsfleet.local.network.ServiceNetwork;
import io.wsfleet.local.screen.Screen;
import io.wsfleet.local.screen.View;
import io.wsfleet.local.screen.Views;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Everything that is up: the API server, the controllers, the kubelet, the network, the screen. */
final class Fleet {
  private final Home home;
  private final State state;
  private final Screen screen;
  private final InstantSource clock = InstantSource.system();
  private final Set<Integer> held = ConcurrentHashMap.newKeySet();
  private final List<Loop> loops = new ArrayList<>();
  private final Vertx vertx =
      Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
  private final NioEventLoopGroup traffic = new NioEventLoopGroup(2);
  private @Nullable Kubelet kubelet;
  private @Nullable Leash leash;
  private final Duration timeToEnd;
  private final CountDownLatch announced = new CountDownLatch(1);

  /** The processes are ended by force if they have not ended themselves in the given time. */
  Fleet(Home home, State state, Screen screen, Duration timeToEnd) {
    this.home = home;
    this.state = state;
    this.screen = screen;
    this.timeToEnd = timeToEnd;
  }

  void up(Sample sample, AddressRange range, Programs programs)
      throws IOException, InterruptedException, Refusal {
    Cluster cluster =
        new Cluster(
            range.services(),
            // A Service that is deleted and made anew finds its port still ours for a moment.
            port -> held.contains(port) || NodePorts.isFree(port),
            clock,
            new SecureRandom());
    leash = Leash.at(state.pids());
    kubelet = new Kubelet(cluster, programs, state.folders(), leash, range.pods(), clock);
    serve(cluster, range);
    Bootstrap bootstrap = new Bootstrap(cluster);
    bootstrap.nodeAndNamespaces();
    bootstrap.definitions(home.definitions());
    bootstrap.operator();
    bootstrap.apply(sample.objects());
    screen.say("export KUBECONFIG=" + state.kubeconfig());
    startLoops(cluster, kubelet, sample);
  }

  /** Whether a cluster of the sample is ready before the time is over. */
  boolean awaitReady(Duration time) throws InterruptedException {
    return announced.await(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Ends every process, then lets the rest go. Can be called at any time, once. */
  void down() throws InterruptedException, IOException {
    for (Loop loop : loops) {
      loop.close();
    }
    if (kubelet != null) {
      kubelet.stop(timeToEnd);
      kubelet.close();
    }
    if (leash != null) {
      leash.close();
    }
    traffic.shutdownGracefully(0, 0, TimeUnit.SECONDS);
    vertx.close();
    state.clear();
  }

  private void serve(Cluster cluster, AddressRange range) throws IOException, InterruptedException {
    String secret = Kubeconfig.newSecret();
    ApiServer api =
        new ApiServer(vertx, cluster, new PodLogs(cluster, state.folders()), secret, clock);
    int port = api.listen(range.api(), AddressRange.API_PORT);
    new Kubeconfig("http://" + range.api() + ":" + port, secret).write(state.kubeconfig());
  }

  private void startLoops(Cluster cluster, Kubelet kubelet, Sample sample) {
    Controllers controllers = new Controllers(cluster, clock);
    ServiceNetwork network = new ServiceNetwork(cluster, traffic, clock, held, screen::say);
    List<Loop> woken = new ArrayList<>();
    woken.add(loop("controllers", Duration.ofSeconds(1), controllers::run));
    woken.add(loop("network", Duration.ofSeconds(1), network::look));
    woken.add(loop("kubelet", Duration.ofMillis(100), kubelet::look));
    ApiAccess access = new ApiAccess(cluster, state.apiToken());
    loop("screen", Duration.ofMillis(500), () -> show(cluster, sample, access));
    cluster.listen(cluster.listing(Kinds.NODE, "").version(), change -> woken.forEach(Loop::wake));
    woken.forEach(Loop::wake);
  }

  private Loop loop(String name, Duration period, Loop.Pass pass) {
    Loop loop = new Loop(name, period, pass, failure -> screen.say(name + " stumbled: " + failure));
    loops.add(loop);
    return loop;
  }

  private void show(Cluster cluster, Sample sample, ApiAccess access) {
    List<Resource> pods = cluster.list(Kinds.POD, "");
    List<Resource> clusters = clusters(cluster);
    View view = Views.of(clusters, pods, Connections.of(pods));
    announce(clusters, sample, access);
    screen.show(view);
    try {
      Path next = state.folder().resolve("status.next");
      Files.writeString(next, Screen.text(view));
      Files.move(next, state.status(), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      // The folder was taken away; there is a screen still.
    }
  }

  private void announce(List<Resource> clusters, Sample sample, ApiAccess access) {
    Optional<Resource> ready =
        clusters.stream()
            .filter(one -> sample.clusters().contains(one.name()))
            .filter(one -> one.condition("Ready").equals("True"))
            .findFirst();
    if (ready.isEmpty()) {
      return;
    }
    access.keepToken(ready.get());
    if (announced.getCount() > 0) {
      announced.countDown();
      screen.say(ready.get().name() + " is ready: " + ready.get().text("/status/url"));
      access.line(ready.get()).ifPresent(screen::say);
    }
  }

  private static List<Resource> clusters(Cluster cluster) {
    return cluster.served().stream()
        .map(Served::kind)
        .filter(kind -> kind.qualified().equals("websocketclusters.wsfleet.io"))
        .findFirst()
        .map((Kind kind) -> cluster.list(kind, ""))
        .orElse(List.of());
  }
}
