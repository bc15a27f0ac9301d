package io.wsfleet.operator.api;

import io.fabric8.crdv2.generator.CRDGenerator;
import java.io.ByteArrayOutputStream;
import java.net.URI;

/** The generator insists on writing files; the post-processor already has what is wanted. */
final class Discarded implements CRDGenerator.CRDOutput<ByteArrayOutputStream> {

  @Override
  public ByteArrayOutputStream outputFor(String crdName) {
    return new ByteArrayOutputStream();
  }

  @Override
  public URI crdURI(String crdName) {
    return URI.create("file:/dev/null");
  }

  @Override
  public void close() {}
}
