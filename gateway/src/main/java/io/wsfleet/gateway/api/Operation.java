package io.wsfleet.gateway.api;

import io.vertx.core.http.HttpMethod;
import io.wsfleet.gateway.api.schema.Parameter;
import io.wsfleet.gateway.api.schema.Schema;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One thing that can be asked for: where, with what, what comes back, and what is done.
 *
 * @param path as OpenAPI writes it, with names of parameters in braces
 * @param isPublic whether it can be asked for without a token
 * @param body null if there is none
 * @param sequencedResponse what comes back instead if the request has a number of its sender's
 * @param problems what may go wrong beyond what may go wrong with every request
 */
record Operation(
    HttpMethod method,
    String path,
    String id,
    String summary,
    String description,
    boolean isPublic,
    List<Parameter> parameters,
    @Nullable Schema body,
    ResponseSpec response,
    @Nullable ResponseSpec sequencedResponse,
    List<Problem.Kind> problems,
    Function<ApiRequest, CompletionStage<ApiResponse>> action) {

  Operation(
      HttpMethod method,
      String path,
      String id,
      String summary,
      String description,
      boolean open,
      List<Parameter> parameters,
      @Nullable Schema body,
      ResponseSpec responseSpec,
      List<Problem.Kind> problems,
      Function<ApiRequest, CompletionStage<ApiResponse>> action) {
    this(
        method,
        path,
        id,
        summary,
        description,
        open,
        parameters,
        body,
        responseSpec,
        null,
        problems,
        action);
  }

  /** What comes back when all went well; no content without a schema. */
  record ResponseSpec(int status, String description, @Nullable Schema schema) {}
}
