package io.wsfleet.local.api.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsfleet.local.model.Json;
import io.wsfleet.local.model.Kinds;
import io.wsfleet.local.model.Ref;
import io.wsfleet.local.model.Resource;
import io.wsfleet.local.model.StatusException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Allocates the address and the node ports of a Service, as the API server of a cluster does. It
 * also refuses a node port on which another program of this machine listens, so that the sender of
 * the request learns it at once, with the name of the field.
 */
final class ServiceAllocator implements AdmissionStep {
  private static final int FIRST_NODE_PORT = 30000;
  private static final int LAST_NODE_PORT = 32767;

  private final String addressPrefix;
  private final IntPredicate isFreeOnHost;
  private final Supplier<List<Resource>> services;

  ServiceAllocator(
      String addressPrefix, IntPredicate isFreeOnHost, Supplier<List<Resource>> services) {
    this.addressPrefix = addressPrefix;
    this.isFreeOnHost = isFreeOnHost;
    this.services = services;
  }

  @Override
  public void admit(AdmissionRequest request, List<String> violations) {
    if (!request.kind().equals(Kinds.SERVICE) || request.toStatus()) {
      return;
    }
    Ref own = request.wanted().ref();
    List<Resource> others =
        services.get().stream().filter(other -> !other.ref().equals(own)).toList();
    allocate(request.before(), request.object(), others, violations);
  }

  private void allocate(
      @Nullable Resource before,
      ObjectNode service,
      List<Resource> others,
      List<String> violations) {
    ObjectNode spec = Json.child(service, "spec");
    allocateClusterIp(before, spec, others);
    boolean onNode = Set.of("NodePort", "LoadBalancer").contains(spec.path("type").asText());
    Set<Integer> taken = nodePorts(others);
    Set<Integer> mine = before == null ? Set.of() : nodePorts(List.of(before));
    for (int i = 0; i < spec.path("ports").size(); i++) {
      ObjectNode port = (ObjectNode) spec.path("ports").get(i);
      if (!onNode) {
        port.remove("nodePort");
      } else if (port.path("nodePort").asInt() > 0) {
        check(
            port.path("nodePort").asInt(),
            "spec.ports[" + i + "].nodePort",
            taken,
            mine,
            violations);
      } else {
        port.put("nodePort", allocateNodePort(before, i, taken, mine));
      }
      taken.add(port.path("nodePort").asInt());
    }
  }

  private void allocateClusterIp(
      @Nullable Resource before, ObjectNode spec, List<Resource> others) {
    if (!spec.path("clusterIP").asText("").isEmpty()) {
      return;
    }
    String address =
        before != null && !before.text("/spec/clusterIP").isEmpty()
            ? before.text("/spec/clusterIP")
            : nextFreeClusterIp(others);
    spec.put("clusterIP", address);
    spec.putArray("clusterIPs").add(address);
  }

  private String nextFreeClusterIp(List<Resource> others) {
    Set<String> taken = new HashSet<>();
    others.forEach(other -> taken.add(other.text("/spec/clusterIP")));
    return IntStream.rangeClosed(1, 254)
        .mapToObj(last -> addressPrefix + last)
        .filter(address -> !taken.contains(address))
        .findFirst()
        .orElseThrow(
            () ->
                StatusException.of(
                    500, "InternalError", "all 254 addresses for Services are in use"));
  }

  private void check(
      int port, String field, Set<Integer> taken, Set<Integer> mine, List<String> violations) {
    String invalid = field + ": Invalid value: " + port + ": ";
    if (port < FIRST_NODE_PORT || port > LAST_NODE_PORT) {
      violations.add(
          invalid
              + "provided port is not in the valid range. The range of valid ports is 30000-32767");
    } else if (taken.contains(port)) {
      violations.add(invalid + "provided port is already allocated");
    } else if (!mine.contains(port) && !isFreeOnHost.test(port)) {
      violations.add(
          invalid + "provided port is already allocated: another program on this machine listens");
    }
  }

  private int allocateNodePort(
      @Nullable Resource before, int index, Set<Integer> taken, Set<Integer> mine) {
    int kept = before == null ? 0 : before.at("/spec/ports/" + index + "/nodePort").asInt();
    if (mine.contains(kept) && !taken.contains(kept)) {
      return kept;
    }
    return IntStream.rangeClosed(FIRST_NODE_PORT, LAST_NODE_PORT)
        .filter(port -> !taken.contains(port) && isFreeOnHost.test(port))
        .findFirst()
        .orElseThrow(() -> StatusException.of(500, "InternalError", "all node ports are in use"));
  }

  private static Set<Integer> nodePorts(List<Resource> services) {
    Set<Integer> ports = new HashSet<>();
    for (Resource service : services) {
      for (JsonNode port : service.at("/spec/ports")) {
        ports.add(port.path("nodePort").asInt());
      }
    }
    ports.remove(0);
    return ports;
  }
}
