package io.wsfleet.local.kubelet;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The images that this machine can run. */
public record ProgramCatalog(List<Program> programs) {

  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

  /** The failure to start a container, with the reason that a cluster's kubelet gives. */
  static final class ContainerStartException extends Exception {
    private static final long serialVersionUID = 1;
    final String reason;

    ContainerStartException(String reason, String sentence) {
      super(sentence);
      this.reason = reason;
    }

    String userMessage() {
      return String.valueOf(getMessage());
    }
  }

  Program of(ContainerSpec containerSpec) throws ContainerStartException {
    for (String name : containerSpec.pathNames()) {
      if (!NAME.matcher(name).matches()) {
        throw new ContainerStartException(
            "CreateContainerError", "\"%s\" is not the name of anything".formatted(name));
      }
    }
    Program program =
        programs.stream()
            .filter(one -> one.matchesImage(containerSpec.image()))
            .findFirst()
            .orElseThrow(
                () ->
                    new ContainerStartException(
                        "ErrImagePull",
                        "no image is pulled on one machine, and nothing here stands for \"%s\"; known are %s"
                            .formatted(containerSpec.image(), names())));
    if (!program.runs(containerSpec.command())) {
      throw new ContainerStartException(
          "CreateContainerError",
          "the image %s runs \"%s\" here and not %s"
              .formatted(containerSpec.image(), program.name(), containerSpec.command()));
    }
    return program;
  }

  private String names() {
    return programs.stream().map(Program::image).collect(Collectors.joining(", "));
  }
}
