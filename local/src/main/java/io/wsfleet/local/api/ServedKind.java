package io.wsfleet.local.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.wsfleet.local.api.schema.BuiltInMergeSchema;
import io.wsfleet.local.api.schema.MergeSchema;
import io.wsfleet.local.api.schema.Schema;
import io.wsfleet.local.model.Kind;
import io.wsfleet.local.model.Kinds;
import io.wsfleet.local.model.Resource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A kind that the API server serves, with its CustomResourceDefinition if it has one. */
public record ServedKind(
    Kind kind, MergeSchema mergeSchema, @Nullable Schema schema, JsonNode printerColumns) {

  static ServedKind builtIn(Kind kind) {
    return new ServedKind(kind, BuiltInMergeSchema.ROOT, null, MissingNode.getInstance());
  }

  static Optional<ServedKind> ofDefinition(Resource definition) {
    return Kinds.storedVersion(definition)
        .flatMap(
            version ->
                Kinds.ofDefinition(definition)
                    .map(
                        kind -> {
                          Schema schema = new Schema(version.at("/schema/openAPIV3Schema"));
                          return new ServedKind(
                              kind,
                              schema.mergeSchema(),
                              schema,
                              version.path("additionalPrinterColumns"));
                        }));
  }
}
