package io.wsfleet.local.api.http;

import io.wsfleet.local.model.LabelSelector;
import io.wsfleet.local.model.Resource;
import io.wsfleet.local.model.StatusException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The label and field selectors of a list or a watch. */
record ObjectFilter(String namespace, String name, LabelSelector labels, List<Field> fields) {

  /** A condition on a field: {@code status.phase!=Running}. */
  record Field(String pointer, boolean equal, String value) {
    boolean matches(Resource resource) {
      return resource.text(pointer).equals(value) == equal;
    }
  }

  static ObjectFilter of(ObjectPath path, @Nullable String labels, @Nullable String fields) {
    try {
      return new ObjectFilter(
          path.namespace(),
          path.name(),
          LabelSelector.parse(labels == null ? "" : labels),
          fields(fields == null ? "" : fields));
    } catch (IllegalArgumentException e) {
      throw StatusException.badRequest(String.valueOf(e.getMessage()));
    }
  }

  boolean matches(Resource resource) {
    return (namespace.isEmpty() || resource.namespace().equals(namespace))
        && (name.isEmpty() || resource.name().equals(name))
        && labels.matches(resource.labels())
        && fields.stream().allMatch(field -> field.matches(resource));
  }

  private static List<Field> fields(String text) {
    List<Field> fields = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      if (part.isBlank()) {
        continue;
      }
      boolean equal = !part.contains("!=");
      String[] sides = part.split(equal ? "==?" : "!=", 2);
      if (sides.length != 2) {
        throw new IllegalArgumentException("the field selector \"" + part + "\" cannot be read");
      }
      fields.add(new Field("/" + sides[0].strip().replace('.', '/'), equal, sides[1].strip()));
    }
    return fields;
  }
}
