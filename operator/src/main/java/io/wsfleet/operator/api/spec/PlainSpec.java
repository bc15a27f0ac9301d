package io.wsfleet.operator.api.spec;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Websocket clients without Socket.IO. */
@ValidationRule(
    value = "self.path.matches('^(/[A-Za-z0-9._~-]+)+$')",
    fieldPath = ".path",
    message =
        "plain.path must begin with a slash, as /ws does, have none at its end, and hold only"
            + " letters, digits and . _ ~ - between them")
@ValidationRule(
    value = "!has(self.rooms) || self.rooms.all(r, !r.contains(','))",
    fieldPath = ".rooms",
    message = "plain.rooms must be names of rooms without a comma, in which * is any characters")
public record PlainSpec(
    @JsonPropertyDescription("Whether plain websocket clients are accepted.") @Default("false")
        Boolean enabled,
    @JsonPropertyDescription("The path of their connections.")
        @Default("/ws")
        @Size(min = 2, max = 200)
        String path,
    @JsonPropertyDescription(
            "The rooms that such a client may join and publish to; * stands for any characters, as"
                + " in news-*.")
        @Size(max = 64)
        List<@Size(min = 1, max = 128) String> rooms) {

  static final PlainSpec DEFAULT = new PlainSpec(null, null, null);

  public PlainSpec(@Nullable Boolean enabled, @Nullable String path, @Nullable List<String> rooms) {
    this.enabled = enabled != null && enabled;
    this.path = path == null ? "/ws" : path;
    this.rooms = rooms == null ? List.of() : List.copyOf(rooms);
  }
}
