package io.wsfleet.bench.peer;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A server to measure, as {@code peer.json} in its directory describes it. Commands, environment
 * and addresses may contain {@link Placeholders}.
 *
 * @param name the name of its directory
 * @param ready the address that answers with 200, or the line that is printed, once it serves
 */
public record Peer(
    String name,
    String title,
    List<Requirement> needs,
    List<String> command,
    Map<String, String> environment,
    String ready,
    GcTrigger collects) {

  /** The command that makes it collect its garbage before its memory is measured. */
  public enum GcTrigger {
    jcmd,
    signal
  }

  /** A requirement: a command on the PATH or a file, and how to get it. */
  public record Requirement(@Nullable String command, @Nullable String file, String hint) {}

  /** The content of the file, which does not contain the name. */
  private record PeerFile(
      String title,
      List<Requirement> needs,
      List<String> command,
      Map<String, String> environment,
      String ready,
      GcTrigger collects) {}

  /** Reads {@code <folder>/<name>/peer.json}. */
  public static Peer read(Path folder, String name) {
    Path file = folder.resolve(name).resolve("peer.json");
    try {
      var text = new ObjectMapper().readValue(Files.readString(file), PeerFile.class);
      return new Peer(
          name, text.title, text.needs, text.command, text.environment, text.ready, text.collects);
    } catch (IOException e) {
      throw new UncheckedIOException("the peer " + name + " has no good " + file, e);
    }
  }

  /** The requirement that is not met here, and how to get it; empty if the peer can be started. */
  public Optional<String> missing(Placeholders placeholders) {
    return needs.stream()
        .filter(requirement -> !isAvailable(requirement, placeholders))
        .map(
            requirement ->
                (requirement.command == null ? requirement.file : requirement.command)
                    + " is missing: "
                    + requirement.hint)
        .map(placeholders::resolve)
        .findFirst();
  }

  private static boolean isAvailable(Requirement requirement, Placeholders placeholders) {
    if (requirement.file != null) {
      return Files.isReadable(Path.of(placeholders.resolve(requirement.file)));
    }
    String command = requirement.command;
    String path = System.getenv().getOrDefault("PATH", "");
    return command != null
        && List.of(path.split(":", -1)).stream()
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
  }
}
