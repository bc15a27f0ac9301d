package io.wsfleet.gateway.socketio.protocol;

import io.wsfleet.gateway.config.GatewayConfig;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The namespaces to which clients may connect: the main namespace always, others by name or by a
 * pattern in which {@code *} stands for one or more characters other than a slash.
 */
public final class NamespaceMatcher {
  public static final String MAIN = "/";

  // Limits the time that matching a name against the patterns takes.
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

  /** Throws an {@link IllegalArgumentException} if a name is invalid. */
  public static NamespaceMatcher from(GatewayConfig.Protocol protocol) {
    List<String> names = protocol.namespaces().orElse(List.of());
    for (String name : names) {
      if (!name.startsWith("/") || name.indexOf(',') >= 0 || name.indexOf('?') >= 0) {
        throw new IllegalArgumentException(
            "WSFLEET_PROTOCOL_NAMESPACES has \""
                + name
                + "\"; a namespace must start with a slash and must not contain a comma or a"
                + " question mark");
      }
    }
    return new NamespaceMatcher(names);
  }

  public boolean matches(String namespace) {
    return isFixed(namespace)
        || (namespace.length() <= MAX_LENGTH
            && patterns.stream().anyMatch(pattern -> pattern.matcher(namespace).matches()));
  }

  /** Whether the namespace exists without a connected client. */
  public boolean isFixed(String namespace) {
    return namespace.equals(MAIN) || fixed.contains(namespace);
  }

  /** The namespaces given by name, without the main namespace. */
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
