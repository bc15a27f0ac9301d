package io.wsfleet.local.kubelet;

import java.util.List;
import java.util.Map;

/**
 * The program of this machine that runs for an image.
 *
 * @param image without its tag
 * @param name the command by which a container may call it; a container may also omit the command
 * @param launch how it is started
 * @param bindArguments arguments that make it listen on {@code {address}} only
 * @param environment variables that do the same, or that it needs on this machine
 */
public record Program(
    String image,
    String name,
    List<String> launch,
    List<String> bindArguments,
    Map<String, String> environment) {

  boolean matchesImage(String imageWithTag) {
    int digest = imageWithTag.indexOf('@');
    String untagged = digest < 0 ? imageWithTag : imageWithTag.substring(0, digest);
    int tag = untagged.lastIndexOf(':');
    return (tag > untagged.lastIndexOf('/') ? untagged.substring(0, tag) : untagged).equals(image);
  }

  boolean runs(List<String> command) {
    return command.isEmpty() || (command.size() == 1 && command.get(0).equals(name));
  }
}
