package io.wsfleet.local.kubelet;

import java.util.List;
import java.util.Map;

/**
 * What stands for an image on this machine.
 *
 * @param image without its tag
 * @param name what a container may call as its command; it may also leave the command out
 * @param launch how it is started
 * @param bindArguments arguments that have it listen on {@code {address}} alone
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
