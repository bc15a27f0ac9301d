package io.wsfleet.local.api.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsfleet.local.api.schema.Schema;
import io.wsfleet.local.model.Kind;
import io.wsfleet.local.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * A request to store an object, as the steps of the {@link AdmissionChain} see it.
 *
 * @param before the object that is stored now
 * @param wanted the object to store; the steps change it
 * @param schema the schema of a custom resource
 * @param strict whether the request is refused if the object has a field that the schema lacks
 * @param toStatus whether the request writes the status only
 */
public record AdmissionRequest(
    @Nullable Resource before,
    Resource wanted,
    @Nullable Schema schema,
    boolean strict,
    boolean toStatus) {

  Kind kind() {
    return wanted.kind();
  }

  ObjectNode object() {
    return wanted.json();
  }
}
