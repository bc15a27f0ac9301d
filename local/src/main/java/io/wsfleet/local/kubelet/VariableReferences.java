package io.wsfleet.local.kubelet;

import java.util.Map;

/**
 * Expands {@code $(NAME)} in arguments and in the values of environment variables, as a kubelet
 * does: two dollar signs stand for one, and a name without a variable is left as it is.
 */
final class VariableReferences {
  private VariableReferences() {}

  static String expand(String text, Map<String, String> variables) {
    StringBuilder out = new StringBuilder(text.length());
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      char next = at + 1 < text.length() ? text.charAt(at + 1) : 0;
      int end = c == '$' && next == '(' ? text.indexOf(')', at) : -1;
      if (c == '$' && next == '$') {
        out.append('$');
        at += 2;
      } else if (end > 0) {
        String value = variables.get(text.substring(at + 2, end));
        out.append(value == null ? text.substring(at, end + 1) : value);
        at = end + 1;
      } else {
        out.append(c);
        at++;
      }
    }
    return out.toString();
  }
}
