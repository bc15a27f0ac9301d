package io.wsfleet.gateway.log;

import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a log message and the text that is left without them.
 *
 * <p>A message of this program begins with pairs {@code key=value}, of which the first is its
 * event; a sentence may follow behind a semicolon. The pairs are read from the format and the
 * values from the parameters, so a value cannot be taken for a pair, whatever is in it.
 */
public record LogFields(Map<String, String> fields, String text) {
  private static final Pattern PAIR =
      Pattern.compile("\\G *([a-z][A-Za-z0-9-]*)=(\"[^\"%]*\"|\"%s\"|[^ ;\"]+)");

  private static final Pattern PLACEHOLDER = Pattern.compile("%[sd]");

  /**
   * Reads a message.
   *
   * @param format with the placeholders {@code %s} and {@code %d}
   */
  public static LogFields of(String format, @Nullable Object @Nullable [] parameters) {
    Iterator<@Nullable Object> values =
        parameters == null ? List.<@Nullable Object>of().iterator() : iterator(parameters);
    Map<String, String> fields = new LinkedHashMap<>();
    Matcher pair = PAIR.matcher(format);
    int end = 0;
    while (pair.find()) {
      String value = pair.group(2);
      boolean isQuoted = value.startsWith("\"");
      fields.put(
          pair.group(1), filled(isQuoted ? value.substring(1, value.length() - 1) : value, values));
      end = pair.end();
    }
    String rest = filled(format.substring(end), values).strip();
    String sentence = rest.startsWith(";") ? rest.substring(1).strip() : rest;
    if (fields.isEmpty()) {
      return new LogFields(Map.of(), sentence);
    }
    String event = fields.getOrDefault("event", fields.values().iterator().next());
    return new LogFields(fields, sentence.isEmpty() ? event : event + ": " + sentence);
  }

  private static String filled(String text, Iterator<@Nullable Object> values) {
    return PLACEHOLDER
        .matcher(text)
        .replaceAll(
            found ->
                values.hasNext()
                    ? Matcher.quoteReplacement(String.valueOf(values.next()))
                    : Matcher.quoteReplacement(found.group()));
  }

  private static Iterator<@Nullable Object> iterator(@Nullable Object[] parameters) {
    return Arrays.asList(parameters).iterator();
  }
}
