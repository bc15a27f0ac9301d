package io.wsfleet.local.kubelet;

import io.wsfleet.local.model.Resource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Replaces the DNS of a cluster: {@code <service>.<namespace>.svc} becomes the address of the
 * Service.
 */
record ServiceDns(Map<String, String> addresses) {
  private static final Pattern NAME =
      Pattern.compile("\\b([a-z0-9-]+\\.[a-z0-9-]+)\\.svc(\\.cluster\\.local)?\\b");

  static ServiceDns of(List<Resource> services) {
    Map<String, String> addresses = new HashMap<>();
    services.forEach(
        service ->
            addresses.put(
                service.name() + "." + service.namespace(), service.text("/spec/clusterIP")));
    return new ServiceDns(Map.copyOf(addresses));
  }

  String resolve(String text) {
    return NAME.matcher(text)
        .replaceAll(name -> addresses.getOrDefault(name.group(1), name.group()));
  }
}
