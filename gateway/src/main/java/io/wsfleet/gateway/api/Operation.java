package io.wsfleet.gateway.api;

import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One thing that can be asked for: where, with what, what comes back, and what is done.
 *
 * @param path as OpenAPI writes it, with names of parameters in braces
 * @param open whether it can be asked for without a token
 * @param body null if there is none
 * @param numbered what comes back instead if the request has a number of its sender's
 * @param problems what may go wrong beyond what may go wrong with every request
 */
record Operation(
    HttpMethod method,
    String path,
    String id,
    String summary,
    String description,
    boolean open,
    List<Parameter> parameters,
    @Nullable Schema body,
    Answer answer,
    @Nullable Answer numbered,
    List<Problem.Kind> problems,
    Function<Call, CompletionStage<Reply>> action) {

  Operation(
      HttpMethod method,
      String path,
      String id,
      String summary,
      String description,
      boolean open,
      List<Parameter> parameters,
      @Nullable Schema body,
      Answer answer,
      List<Problem.Kind> problems,
      Function<Call, CompletionStage<Reply>> action) {
    this(
        method,
        path,
        id,
        summary,
        description,
        open,
        parameters,
        body,
        answer,
        null,
        problems,
        action);
  }

  /** What comes back when all went well; no content without a schema. */
  record Answer(int status, String description, @Nullable Schema schema) {}
}
