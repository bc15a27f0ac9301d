package io.wsfleet.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The process that listens on a TCP port of this machine, as far as Linux shows it to this user.
 *
 * @param state the WSFLEET_STATE of another fleet; empty for any other program
 */
record PortOwner(int port, long pid, String program, String state) {
  private static final Path PROC = Path.of("/proc");
  private static final String LISTENING = "0A";
  private static final String JAR = "wsfleet-local.jar";

  static Optional<PortOwner> of(int port) {
    List<String> sockets =
        Stream.of("net/tcp", "net/tcp6").flatMap(file -> sockets(file, port)).toList();
    if (sockets.isEmpty()) {
      return Optional.empty();
    }
    return ProcessHandle.allProcesses()
        .filter(process -> hasOpen(process, sockets))
        .findFirst()
        .map(process -> of(port, process));
  }

  /** What the user can do, as the beginning of a sentence. */
  String wayOut() {
    return state.isEmpty()
        ? "%s (process %d) listens on localhost:%d; end it".formatted(program, pid, port)
        : "another fleet (process %d) has it; end that with WSFLEET_STATE=%s ./wsfleet down"
            .formatted(pid, ShellQuoting.quote(state));
  }

  static String unknown(int port) {
    return "another program on this machine listens on localhost:%d; end it".formatted(port);
  }

  private static PortOwner of(int port, ProcessHandle process) {
    String[] command = strings(process, "cmdline");
    boolean fleet = Stream.of(command).anyMatch(part -> part.endsWith(JAR));
    String state =
        Stream.of(strings(process, "environ"))
            .filter(variable -> variable.startsWith("WSFLEET_STATE="))
            .map(variable -> variable.substring("WSFLEET_STATE=".length()))
            .findFirst()
            .orElse("");
    Path program = Path.of(command[0].isEmpty() ? "a program" : command[0]).getFileName();
    return new PortOwner(port, process.pid(), String.valueOf(program), fleet ? state : "");
  }

  /** The inodes of the sockets that listen on a port. */
  private static Stream<String> sockets(String file, int port) {
    String hex = ":%04X".formatted(port);
    try {
      return Files.readAllLines(PROC.resolve(file)).stream()
          .map(line -> line.trim().split(" +"))
          .filter(fields -> fields.length > 9)
          .filter(fields -> fields[1].endsWith(hex) && fields[3].equals(LISTENING))
          .map(fields -> "socket:[" + fields[9] + "]");
    } catch (IOException e) {
      return Stream.empty();
    }
  }

  private static boolean hasOpen(ProcessHandle process, List<String> sockets) {
    try (Stream<Path> files = Files.list(PROC.resolve(process.pid() + "/fd"))) {
      return files.anyMatch(file -> sockets.contains(target(file)));
    } catch (IOException | SecurityException e) {
      // The process of another user, or one that has ended.
      return false;
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      return "";
    }
  }

  private static String[] strings(ProcessHandle process, String file) {
    try {
      byte[] bytes = Files.readAllBytes(PROC.resolve(process.pid() + "/" + file));
      return new String(bytes, StandardCharsets.UTF_8).split("\0");
    } catch (IOException e) {
      return new String[] {""};
    }
  }
}
