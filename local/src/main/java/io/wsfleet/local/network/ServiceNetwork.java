package io.wsfleet.local.network;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.channel.EventLoopGroup;
import io.wsfleet.local.api.Cluster;
import io.wsfleet.local.model.Kinds;
import io.wsfleet.local.model.Resource;
import io.wsfleet.local.network.Backends.Address;
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
 * Keeps the forwarders as the Services and their endpoints ask for. A Service without a ready
 * endpoint refuses connections, as kube-proxy has it: its address does not listen. Its node port
 * does, since another program could take it meanwhile, and resets who connects. Called by one
 * thread.
 */
public final class ServiceNetwork implements AutoCloseable {
  private final Cluster cluster;
  private final EventLoopGroup loops;
  private final InstantSource clock;
  private final Consumer<String> complaints;
  private final Map<Listening, Backends> backends = new HashMap<>();
  private final Map<Listening, Forwarder> open = new HashMap<>();
  private final Set<Listening> refused = new HashSet<>();
  private final Set<Integer> held;

  /** A port of a Service at one of the addresses at which it answers. */
  private record Listening(String host, int port, String service, int index, boolean onNode) {}

  /** In {@code held} others see at any time which ports this network itself listens on. */
  public ServiceNetwork(
      Cluster cluster,
      EventLoopGroup loops,
      InstantSource clock,
      Set<Integer> held,
      Consumer<String> complaints) {
    this.held = held;
    this.cluster = cluster;
    this.loops = loops;
    this.clock = clock;
    this.complaints = complaints;
  }

  /** Opens, adjusts and closes what has to be. */
  public void look() throws InterruptedException {
    Map<Listening, Resource> wanted = new HashMap<>();
    for (Resource service : cluster.list(Kinds.SERVICE, "")) {
      JsonNode ports = service.at("/spec/ports");
      for (int i = 0; i < ports.size(); i++) {
        for (Listening listening : listenings(service, ports.get(i), i)) {
          wanted.put(listening, service);
        }
      }
    }
    Set.copyOf(open.keySet()).stream()
        .filter(at -> !wanted.containsKey(at))
        .forEach(this::stopListening);
    backends.keySet().retainAll(wanted.keySet());
    refused.retainAll(wanted.keySet());
    for (Map.Entry<Listening, Resource> entry : wanted.entrySet()) {
      adjust(entry.getKey(), entry.getValue());
    }
  }

  @Override
  public void close() {
    open.values().forEach(Forwarder::close);
    open.clear();
  }

  private void adjust(Listening at, Resource service) throws InterruptedException {
    List<Address> addresses = addresses(service, at.index());
    // The choices of clients with affinity are kept while nobody listens.
    Backends choice = backends.computeIfAbsent(at, any -> new Backends());
    choice.set(addresses, affinity(service));
    if (addresses.isEmpty() && !at.onNode()) {
      stopListening(at);
    } else if (!open.containsKey(at)) {
      listen(at, choice);
    }
  }

  private void stopListening(Listening at) {
    Forwarder forwarder = open.remove(at);
    if (forwarder != null) {
      forwarder.close();
      held.remove(at.port());
    }
  }

  private void listen(Listening at, Backends choice) throws InterruptedException {
    try {
      InetSocketAddress address = new InetSocketAddress(at.host(), at.port());
      open.put(at, new Forwarder(address, choice, loops, clock));
      held.add(at.port());
      refused.remove(at);
    } catch (IllegalStateException e) {
      if (refused.add(at)) {
        complaints.accept(
            "the Service %s cannot listen on %s:%d: another program does; end it, or give the"
                    .formatted(at.service(), at.host(), at.port())
                + " Service another port");
      }
    }
  }

  private static List<Listening> listenings(Resource service, JsonNode port, int index) {
    List<Listening> listenings = new ArrayList<>();
    String name = service.namespace() + "/" + service.name();
    String clusterIp = service.text("/spec/clusterIP");
    if (!clusterIp.isEmpty() && !clusterIp.equals("None")) {
      listenings.add(new Listening(clusterIp, port.path("port").asInt(), name, index, false));
    }
    if (port.has("nodePort")) {
      for (String host : NodePorts.hosts()) {
        listenings.add(new Listening(host, port.path("nodePort").asInt(), name, index, true));
      }
    }
    return listenings;
  }

  private List<Address> addresses(Resource service, int index) {
    Optional<Resource> endpoints =
        cluster.get(Kinds.ENDPOINTS.ref(service.namespace(), service.name()));
    List<Address> addresses = new ArrayList<>();
    endpoints.ifPresent(
        list -> {
          for (JsonNode subset : list.at("/subsets")) {
            addresses.add(
                new Address(
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
