package io.wsfleet.local;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The arguments of {@code ./wsfleet up}. */
record UpOptions(Path file, Optional<ExtensionFolder> extensions) {
  private static final String EXTENSIONS = "--extensions";

  static UpOptions parse(List<String> arguments, Path sample) throws StartupException {
    Deque<String> left = new ArrayDeque<>(arguments);
    Path file = null;
    Optional<ExtensionFolder> extensions = Optional.empty();
    while (!left.isEmpty()) {
      String argument = left.removeFirst();
      if (argument.equals(EXTENSIONS) && !left.isEmpty()) {
        extensions = Optional.of(ExtensionFolder.of(Path.of(left.removeFirst())));
      } else if (argument.startsWith(EXTENSIONS + "=")) {
        extensions =
            Optional.of(ExtensionFolder.of(Path.of(argument.substring(EXTENSIONS.length() + 1))));
      } else if (argument.startsWith("-")) {
        throw new StartupException(
            argument.equals(EXTENSIONS)
                ? "--extensions needs a folder; see ./wsfleet --help"
                : "up has no option " + argument + "; see ./wsfleet --help");
      } else if (file != null) {
        throw new StartupException("up takes one file; see ./wsfleet --help");
      } else {
        file = Path.of(argument);
      }
    }
    return new UpOptions(file == null ? sample : file, extensions);
  }
}
