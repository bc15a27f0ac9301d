package io.wsfleet.gateway.api;

import io.vertx.core.http.HttpMethod;
import io.wsfleet.gateway.api.schema.Parameter;
import io.wsfleet.gateway.api.schema.Schema;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An operation of the API: its route, its description in OpenAPI, and its action.
 *
 * @param path as in OpenAPI, with parameters in braces
 * @param isPublic whether it needs no token
 * @param body null if there is none
 * @param sequencedResponse the response to a request with a producer and a number
 * @param problems that only some operations have
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
      boolean isPublic,
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
        isPublic,
        parameters,
        body,
        responseSpec,
        null,
        problems,
        action);
  }

  /** The response to a successful request; without a schema it has no content. */
  record ResponseSpec(int status, String description, @Nullable Schema schema) {}
}
