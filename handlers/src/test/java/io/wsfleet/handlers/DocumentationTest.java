package io.wsfleet.handlers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/handlers.md names every method, and its example compiles. */
class DocumentationTest {
  private static final Path PAGE = Path.of("..", "docs", "handlers.md");

  @TempDir private Path classes;

  @Test
  void showsAnExampleThatCompiles() throws IOException {
    Matcher example =
        Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(PAGE));
    assertTrue(example.find());
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter errors = new StringWriter();
    List<String> options =
        List.of("-classpath", System.getProperty("java.class.path"), "-d", classes.toString());
    boolean compiled =
        compiler
            .getTask(errors, null, null, options, null, List.of(source(example.group(1))))
            .call();
    assertEquals("", errors.toString());
    assertTrue(compiled);
  }

  @Test
  void namesEveryMethodOfTheApi() throws IOException {
    String page = Files.readString(PAGE);
    for (Class<?> type : List.of(Handlers.class, BroadcastOperator.class, Namespace.class)) {
      for (Method method : type.getDeclaredMethods()) {
        if (!Modifier.isStatic(method.getModifiers()) && !method.getName().equals("name")) {
          assertTrue(
              Pattern.compile("[`.]" + method.getName() + "[(`]").matcher(page).find(),
              type.getSimpleName() + "." + method.getName());
        }
      }
    }
  }

  private static JavaFileObject source(String text) {
    return new SimpleJavaFileObject(
        URI.create("string:///com/example/hello/Hello.java"), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return text;
      }
    };
  }
}
