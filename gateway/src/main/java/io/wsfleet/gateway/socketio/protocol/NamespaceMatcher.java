package io.wsfleet.gateway.socketio.protocol;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which namespaces there are: the main one always, others by name or by a pattern in which {@code
 * *} stands for one or more characters that are no slash.
 */
public final class NamespaceMatcher {
  public static final String MAIN = "/";

  // Longer names match nothing, so that no name makes a pattern work hard.
  private static final int MAX_LENGTH = 128;

  private final Set<String> fixed;
  private final List<Pattern> patterns;

  public NamespaceMatcher(List<String> namesAndPatterns) {
    this.fixed =
        namesAndPatterns.stream()
            .filter(each -> each.indexOf('*') < 0)
            .collect(Collectors.toUnmodifiableSet());
    this.patterns =
        namesAndPatterns.stream()
            .filter(each -> each.indexOf('*') >= 0)
            .map(NamespaceMatcher::pattern)
            .toList();
  }

  public boolean matches(String namespace) {
    return isFixed(namespace)
        || (namespace.length() <= MAX_LENGTH
            && patterns.stream().anyMatch(pattern -> pattern.matcher(namespace).matches()));
  }

  /** Whether it is there all the time, and not only while a client is in it. */
  public boolean isFixed(String namespace) {
    return namespace.equals(MAIN) || fixed.contains(namespace);
  }

  /** Those that are there all the time, but for the main one. */
  public Set<String> fixed() {
    return fixed;
  }

  private static Pattern pattern(String glob) {
    return Pattern.compile(
        Pattern.compile("\\*")
            .splitAsStream(glob + "\0")
            .map(part -> Pattern.quote(part.replace("\0", "")))
            .collect(Collectors.joining("[^/]+")));
  }
}
