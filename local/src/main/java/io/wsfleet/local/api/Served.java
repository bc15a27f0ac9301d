package io.wsfleet.local.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.wsfleet.local.api.schema.BuiltInShape;
import io.wsfleet.local.api.schema.Schema;
import io.wsfleet.local.api.schema.Shape;
import io.wsfleet.local.model.Kind;
import io.wsfleet.local.model.Kinds;
import io.wsfleet.local.model.Resource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A kind that is served, with what its CustomResourceDefinition says of it, if it has one. */
public record Served(Kind kind, Shape shape, @Nullable Schema schema, JsonNode printerColumns) {

  static Served builtIn(Kind kind) {
    return new Served(kind, BuiltInShape.ROOT, null, MissingNode.getInstance());
  }

  static Optional<Served> defined(Resource definition) {
    return Kinds.storedVersion(definition)
        .flatMap(
            version ->
                Kinds.defined(definition)
                    .map(
                        kind -> {
                          Schema schema = new Schema(version.at("/schema/openAPIV3Schema"));
                          return new Served(
                              kind,
                              schema.shape(),
                              schema,
                              version.path("additionalPrinterColumns"));
                        }));
  }
}
