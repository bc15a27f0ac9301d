package io.wsfleet.local.api.admission;

import io.wsfleet.local.model.Kind;
import io.wsfleet.local.model.Kinds;
import java.util.List;
import java.util.regex.Pattern;

/** Checks the name of an object by the rules of its kind. */
final class NameValidation implements AdmissionStep {
  private static final Pattern SUBDOMAIN =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
  private static final Pattern SERVICE = Pattern.compile("[a-z]([-a-z0-9]*[a-z0-9])?");
  private static final int LONGEST = 253;
  private static final int LONGEST_LABEL = 63;

  @Override
  public void admit(AdmissionRequest request, List<String> violations) {
    violations.addAll(violations(request.kind(), request.wanted().name()));
  }

  private static List<String> violations(Kind kind, String name) {
    if (name.isEmpty()) {
      return List.of("metadata.name: Required value: name or generateName is required");
    }
    boolean service = kind.equals(Kinds.SERVICE);
    boolean label = service || kind.equals(Kinds.NAMESPACE);
    if (name.length() > (label ? LONGEST_LABEL : LONGEST)) {
      return List.of("metadata.name: Invalid value: \"%s\": is too long".formatted(name));
    }
    if (!(service ? SERVICE : SUBDOMAIN).matcher(name).matches()) {
      return List.of(
          ("metadata.name: Invalid value: \"%s\": a lowercase name consists of letters, digits,"
                  + " '-' and '.', and begins and ends with a letter or digit")
              .formatted(name));
    }
    return List.of();
  }
}
