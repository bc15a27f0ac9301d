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
 * A kind of server, as its folder's {@code peer.json} describes it. In commands, environment and
 * addresses {@code ${…}} stands for a {@link Placeholders}.
 *
 * @param name the folder's
 * @param ready the address that answers with 200, or the line that is written, once it serves
 */
public record Peer(
    String name,
    String title,
    List<Requirement> needs,
    List<String> command,
    Map<String, String> environment,
    String ready,
    GcTrigger collects) {

  /** How it is asked to collect its garbage, before one looks at its memory. */
  public enum GcTrigger {
    jcmd,
    signal
  }

  /** What must be there: a command on the path, or a file; and how to get it. */
  public record Requirement(@Nullable String command, @Nullable String file, String hint) {}

  /** What a peer's file holds, which does not know its name. */
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

  /** What is missing for it here, and how to get it; empty if it can be started. */
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
