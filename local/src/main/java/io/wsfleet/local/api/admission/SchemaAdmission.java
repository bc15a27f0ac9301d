package io.wsfleet.local.api.admission;

import io.wsfleet.local.model.Kind;
import io.wsfleet.local.model.Resource;
import io.wsfleet.local.model.StatusException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Applies the schema of a custom resource: removes unknown fields, fills in defaults, and checks
 * the result. An unknown field in a strict request ends the request before the check, as in
 * Kubernetes, where it is an error of decoding.
 */
final class SchemaAdmission implements AdmissionStep {

  @Override
  public void admit(AdmissionRequest request, List<String> violations) {
    var schema = request.schema();
    if (schema == null) {
      return;
    }
    List<String> unknown = schema.prune(request.object());
    if (!unknown.isEmpty() && request.strict()) {
      throw strictDecodingError(request.kind(), unknown);
    }
    schema.fillDefaults(request.object());
    Resource before = request.before();
    violations.addAll(schema.violations(request.object(), before == null ? null : before.json()));
  }

  private static StatusException strictDecodingError(Kind kind, List<String> unknown) {
    return StatusException.badRequest(
        "%s in version \"%s\" cannot be handled as a %s: strict decoding error: %s"
            .formatted(
                kind.kind(),
                kind.version(),
                kind.kind(),
                unknown.stream()
                    .map(field -> "unknown field \"" + field + "\"")
                    .collect(Collectors.joining(", "))));
  }
}
