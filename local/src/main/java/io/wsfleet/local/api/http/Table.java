package io.wsfleet.local.api.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsfleet.local.api.ServedKind;
import io.wsfleet.local.model.Json;
import io.wsfleet.local.model.Resource;
import java.time.Instant;
import java.util.List;

/** A Table of objects, which {@code kubectl get} asks for. */
final class Table {
  private Table() {}

  static ObjectNode of(ServedKind servedKind, List<Resource> resources, long version, Instant now) {
    PrinterColumns printerColumns = PrinterColumns.of(servedKind);
    ObjectNode table = Json.object().put("kind", "Table").put("apiVersion", "meta.k8s.io/v1");
    table.putObject("metadata").put("resourceVersion", Long.toString(version));
    ArrayNode definitions = table.putArray("columnDefinitions");
    for (PrinterColumns.Column column : printerColumns.columns()) {
      definitions
          .addObject()
          .put("name", column.name())
          .put("type", column.type().equals("date") ? "string" : column.type())
          .put("format", column.name().equals("Name") ? "name" : "")
          .put("description", "")
          .put("priority", column.priority());
    }
    ArrayNode rows = table.putArray("rows");
    for (Resource resource : resources) {
      ObjectNode row = rows.addObject();
      ArrayNode cells = row.putArray("cells");
      printerColumns.columns().forEach(column -> cells.add(column.cell().of(resource, now)));
      ObjectNode object =
          row.putObject("object")
              .put("kind", "PartialObjectMetadata")
              .put("apiVersion", "meta.k8s.io/v1");
      object.set("metadata", resource.at("/metadata"));
    }
    return table;
  }
}
