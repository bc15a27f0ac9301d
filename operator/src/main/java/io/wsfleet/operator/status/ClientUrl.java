package io.wsfleet.operator.status;

import io.fabric8.kubernetes.api.model.LoadBalancerIngress;
import io.fabric8.kubernetes.api.model.Service;
import io.wsfleet.operator.api.spec.ServiceType;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The URL that clients connect to, if it is known. */
final class ClientUrl {

  private ClientUrl() {}

  /** Keeps the former address as long as it is valid, so that it does not change between nodes. */
  static Optional<String> url(ClusterObservation observation, @Nullable String former) {
    return observation.service().flatMap(service -> url(observation, service, former));
  }

  private static Optional<String> url(
      ClusterObservation observation, Service service, @Nullable String former) {
    var port = service.getSpec().getPorts().get(0);
    var type = ServiceType.valueOf(service.getSpec().getType());
    return switch (type) {
      case ClusterIP ->
          Optional.of(
              url(
                  "%s.%s.svc"
                      .formatted(
                          service.getMetadata().getName(), service.getMetadata().getNamespace()),
                  port.getPort()));
      case LoadBalancer -> ingress(service).map(host -> url(host, port.getPort()));
      case NodePort ->
          port.getNodePort() == null
              ? Optional.empty()
              : node(observation, former).map(host -> url(host, port.getNodePort()));
    };
  }

  private static Optional<String> ingress(Service service) {
    var balancer = service.getStatus() == null ? null : service.getStatus().getLoadBalancer();
    var ingress = balancer == null ? null : balancer.getIngress();
    return Optional.ofNullable(ingress).orElse(List.of()).stream()
        .map(ClientUrl::host)
        .filter(host -> host != null)
        .findFirst();
  }

  private static @Nullable String host(LoadBalancerIngress ingress) {
    return ingress.getHostname() != null ? ingress.getHostname() : ingress.getIp();
  }

  /** Prefers a node that runs a gateway: it needs no forwarding. */
  private static Optional<String> node(ClusterObservation observation, @Nullable String former) {
    if (!observation.nodeAddress().isEmpty()) {
      return Optional.of(observation.nodeAddress());
    }
    var hosts =
        observation.readyGateways().stream()
            .map(p -> p.getStatus().getHostIP())
            .filter(host -> host != null)
            .sorted()
            .toList();
    var formerHost = former == null ? null : URI.create(former).getHost();
    return hosts.stream()
        .filter(host -> bracketed(host).equals(formerHost))
        .findFirst()
        .or(() -> hosts.stream().findFirst())
        .or(() -> Optional.ofNullable(formerHost));
  }

  private static String url(String host, int port) {
    return "http://" + bracketed(host) + ":" + port;
  }

  private static String bracketed(String host) {
    return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
  }
}
