package io.wsfleet.local.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import io.wsfleet.local.kubelet.ProgramCatalog.ContainerStartException;
import io.wsfleet.local.model.Resource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The process of a container: command, variables and mounted directories. */
record ProcessSpec(
    List<String> command,
    Map<String, String> environment,
    Program program,
    Map<String, Path> mounts,
    ServiceDns services) {

  /**
   * Maps a container to a process. Mount paths are replaced by the directories of this machine, and
   * names of Services by their addresses, since there is no DNS. Processes share one network, so
   * each is told the only address on which it may listen.
   */
  static ProcessSpec of(
      Resource pod,
      ContainerSpec containerSpec,
      Program program,
      String address,
      Map<String, Path> mounts,
      ServiceDns services,
      ValueSource valueSource)
      throws ContainerStartException {
    UnaryOperator<String> here = text -> services.resolve(replaceMounts(text, mounts));
    List<String> command = new ArrayList<>(program.launch());
    Map<String, String> environment = new TreeMap<>();
    environment.put("HOSTNAME", pod.name());
    for (JsonNode variable : containerSpec.environment()) {
      String value =
          variable.has("value")
              ? VariableReferences.expand(variable.path("value").asText(), environment)
              : value(pod, variable, address, valueSource);
      environment.put(variable.path("name").asText(), isJson(value) ? value : here.apply(value));
    }
    containerSpec
        .arguments()
        .forEach(
            argument -> command.add(here.apply(VariableReferences.expand(argument, environment))));
    program.bindArguments().forEach(argument -> command.add(bindTo(argument, address)));
    program.environment().forEach((name, text) -> environment.put(name, bindTo(text, address)));
    return new ProcessSpec(
        List.copyOf(command), Map.copyOf(environment), program, Map.copyOf(mounts), services);
  }

  /**
   * Another process of the same container. It may call the image's own program by its name; a
   * script may contain mount paths anywhere.
   */
  ProcessSpec withCommand(List<String> other) {
    List<String> command = new ArrayList<>();
    for (String word : other) {
      if (command.isEmpty() && word.equals(program.name())) {
        command.addAll(program.launch());
      } else {
        command.add(services.resolve(replaceMountsAnywhere(word, mounts)));
      }
    }
    return new ProcessSpec(List.copyOf(command), environment, program, mounts, services);
  }

  /** Reads a key of a Secret or a ConfigMap. */
  interface ValueSource {
    String of(String kind, String name, String key) throws ContainerStartException;
  }

  private static String value(
      Resource pod, JsonNode variable, String address, ValueSource valueSource)
      throws ContainerStartException {
    JsonNode from = variable.path("valueFrom");
    if (from.has("fieldRef")) {
      return field(pod, from.at("/fieldRef/fieldPath").asText(), address);
    }
    for (String kind : List.of("secretKeyRef", "configMapKeyRef")) {
      if (from.has(kind)) {
        JsonNode reference = from.path(kind);
        return valueSource.of(
            kind, reference.path("name").asText(), reference.path("key").asText());
      }
    }
    return variable.path("value").asText("");
  }

  /** It is data, such as rules: what looks like a mount or a Service in it is text of users. */
  private static boolean isJson(String value) {
    return value.startsWith("[") || value.startsWith("{");
  }

  private static String field(Resource pod, String path, String address) {
    return switch (path) {
      case "status.podIP", "status.podIPs" -> address;
      case "status.hostIP" -> "127.0.0.1";
      default -> pod.text("/" + path.replace('.', '/'));
    };
  }

  private static String replaceMounts(String text, Map<String, Path> mounts) {
    for (Map.Entry<String, Path> mount : mounts.entrySet()) {
      if (text.equals(mount.getKey()) || text.startsWith(mount.getKey() + "/")) {
        return mount.getValue() + text.substring(mount.getKey().length());
      }
    }
    return text;
  }

  private static String replaceMountsAnywhere(String text, Map<String, Path> mounts) {
    String here = text;
    for (Map.Entry<String, Path> mount : mounts.entrySet()) {
      String path = "(?<![\\w./-])" + Pattern.quote(mount.getKey()) + "(?![\\w.-])";
      here = here.replaceAll(path, Matcher.quoteReplacement(mount.getValue().toString()));
    }
    return here;
  }

  private static String bindTo(String text, String address) {
    return text.replace("{address}", address);
  }
}
