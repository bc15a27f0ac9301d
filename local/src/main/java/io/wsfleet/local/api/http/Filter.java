package io.wsfleet.local.api.http;

import io.wsfleet.local.api.ApiFailure;
import io.wsfleet.local.model.Resource;
import io.wsfleet.local.model.Selector;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which objects a list or a watch asks for. */
record Filter(String namespace, String name, Selector labels, List<Field> fields) {

  /** A condition on a field: {@code status.phase!=Running}. */
  record Field(String pointer, boolean equal, String value) {
    boolean accepts(Resource resource) {
      return resource.text(pointer).equals(value) == equal;
    }
  }

  static Filter of(ObjectPath path, @Nullable String labels, @Nullable String fields) {
    try {
      return new Filter(
          path.namespace(),
          path.name(),
          Selector.parse(labels == null ? "" : labels),
          fields(fields == null ? "" : fields));
    } catch (IllegalArgumentException e) {
      throw ApiFailure.badRequest(String.valueOf(e.getMessage()));
    }
  }

  boolean accepts(Resource resource) {
    return (namespace.isEmpty() || resource.namespace().equals(namespace))
        && (name.isEmpty() || resource.name().equals(name))
        && labels.accepts(resource.labels())
        && fields.stream().allMatch(field -> field.accepts(resource));
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
