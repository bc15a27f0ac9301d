package io.wsfleet.local.network;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.channel.EventLoopGroup;
import io.wsfleet.local.api.Registry;
import io.wsfleet.local.model.Kinds;
import io.wsfleet.local.model.Resource;
import io.wsfleet.local.network.ServiceLoadBalancer.Endpoint;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Opens and closes the forwarders of Services, as kube-proxy does. A Service without a ready
 * endpoint refuses connections: its address does not listen. Its node port continues to listen, so
 * that no other program takes it, and resets connections. Called by one thread.
 */
public final class ServiceProxy implements AutoCloseable {
  private final Registry registry;
  private final EventLoopGroup loops;
  private final InstantSource clock;
  private final Consumer<String> warnings;
  private final Map<ListenAddress, ServiceLoadBalancer> backends = new HashMap<>();
  private final Map<ListenAddress, Forwarder> forwarders = new HashMap<>();
  private final Set<ListenAddress> failedListens = new HashSet<>();
  private final Set<Integer> ownPorts;

  /** A port of a Service at one of its addresses. */
  private record ListenAddress(String host, int port, String service, int index, boolean onNode) {}

  /** {@code held} has the ports on which this proxy listens; other threads read it. */
  public ServiceProxy(
      Registry registry,
      EventLoopGroup loops,
      InstantSource clock,
      Set<Integer> held,
      Consumer<String> complaints) {
    this.ownPorts = held;
    this.registry = registry;
    this.loops = loops;
    this.clock = clock;
    this.warnings = complaints;
  }

  /** Opens, updates and closes forwarders. */
  public void sync() throws InterruptedException {
    Map<ListenAddress, Resource> wanted = new HashMap<>();
    for (Resource service : registry.list(Kinds.SERVICE, "")) {
      JsonNode ports = service.at("/spec/ports");
      for (int i = 0; i < ports.size(); i++) {
        for (ListenAddress listenAddress : listenAddresses(service, ports.get(i), i)) {
          wanted.put(listenAddress, service);
        }
      }
    }
    Set.copyOf(forwarders.keySet()).stream()
        .filter(at -> !wanted.containsKey(at))
        .forEach(this::stopListening);
    backends.keySet().retainAll(wanted.keySet());
    failedListens.retainAll(wanted.keySet());
    for (Map.Entry<ListenAddress, Resource> entry : wanted.entrySet()) {
      update(entry.getKey(), entry.getValue());
    }
  }

  @Override
  public void close() {
    forwarders.values().forEach(Forwarder::close);
    forwarders.clear();
  }

  private void update(ListenAddress at, Resource service) throws InterruptedException {
    List<Endpoint> addresses = addresses(service, at.index());
    // The choices of clients with affinity are kept while nobody listens.
    ServiceLoadBalancer choice = backends.computeIfAbsent(at, any -> new ServiceLoadBalancer());
    choice.update(addresses, affinity(service));
    if (addresses.isEmpty() && !at.onNode()) {
      stopListening(at);
    } else if (!forwarders.containsKey(at)) {
      listen(at, choice);
    }
  }

  private void stopListening(ListenAddress at) {
    Forwarder forwarder = forwarders.remove(at);
    if (forwarder != null) {
      forwarder.close();
      ownPorts.remove(at.port());
    }
  }

  private void listen(ListenAddress at, ServiceLoadBalancer choice) throws InterruptedException {
    try {
      InetSocketAddress address = new InetSocketAddress(at.host(), at.port());
      forwarders.put(at, new Forwarder(address, choice, loops, clock));
      ownPorts.add(at.port());
      failedListens.remove(at);
    } catch (IllegalStateException e) {
      if (failedListens.add(at)) {
        warnings.accept(
            "the Service %s cannot listen on %s:%d: another program does; end it, or give the"
                    .formatted(at.service(), at.host(), at.port())
                + " Service another port");
      }
    }
  }

  private static List<ListenAddress> listenAddresses(Resource service, JsonNode port, int index) {
    List<ListenAddress> listenings = new ArrayList<>();
    String name = service.namespace() + "/" + service.name();
    String clusterIp = service.text("/spec/clusterIP");
    if (!clusterIp.isEmpty() && !clusterIp.equals("None")) {
      listenings.add(new ListenAddress(clusterIp, port.path("port").asInt(), name, index, false));
    }
    if (port.has("nodePort")) {
      for (String host : NodePorts.hosts()) {
        listenings.add(new ListenAddress(host, port.path("nodePort").asInt(), name, index, true));
      }
    }
    return listenings;
  }

  private List<Endpoint> addresses(Resource service, int index) {
    Optional<Resource> endpoints =
        registry.get(Kinds.ENDPOINTS.ref(service.namespace(), service.name()));
    List<Endpoint> addresses = new ArrayList<>();
    endpoints.ifPresent(
        list -> {
          for (JsonNode subset : list.at("/subsets")) {
            addresses.add(
                new Endpoint(
                    subset.at("/addresses/0/ip").asText(),
                    subset.at("/ports/" + index + "/port").asInt()));
          }
        });
    return addresses;
  }

  private static @Nullable Duration affinity(Resource service) {
    return service.text("/spec/sessionAffinity").equals("ClientIP")
        ? Duration.ofSeconds(
            service.number("/spec/sessionAffinityConfig/clientIP/timeoutSeconds", 10800))
        : null;
  }
}
