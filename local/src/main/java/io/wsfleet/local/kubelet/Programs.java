package io.wsfleet.local.kubelet;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The images that this machine can run. */
public record Programs(List<Program> known) {

  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

  /** Why a container cannot be started; the reason as the kubelet of a cluster gives it. */
  static final class CannotStart extends Exception {
    private static final long serialVersionUID = 1;
    final String reason;

    CannotStart(String reason, String sentence) {
      super(sentence);
      this.reason = reason;
    }

    String sentence() {
      return String.valueOf(getMessage());
    }
  }

  Program of(Container container) throws CannotStart {
    for (String name : container.namesOfFiles()) {
      if (!NAME.matcher(name).matches()) {
        throw new CannotStart(
            "CreateContainerError", "\"%s\" is not the name of anything".formatted(name));
      }
    }
    Program program =
        known.stream()
            .filter(one -> one.isOf(container.image()))
            .findFirst()
            .orElseThrow(
                () ->
                    new CannotStart(
                        "ErrImagePull",
                        "no image is pulled on one machine, and nothing here stands for \"%s\"; known are %s"
                            .formatted(container.image(), names())));
    if (!program.runs(container.command())) {
      throw new CannotStart(
          "CreateContainerError",
          "the image %s runs \"%s\" here and not %s"
              .formatted(container.image(), program.name(), container.command()));
    }
    return program;
  }

  private String names() {
    return known.stream().map(Program::image).collect(Collectors.joining(", "));
  }
}
