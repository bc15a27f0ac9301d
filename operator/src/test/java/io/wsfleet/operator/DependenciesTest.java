package io.wsfleet.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Holds docs/dependencies.md to the poms and to the package.json files. */
class DependenciesTest {

  private static final Path ROOT = Path.of("..");

  private static final String OF_A_POM =
      "/project/dependencies/dependency"
          + "|/project/dependencyManagement/dependencies/dependency[scope='import']"
          + "|/project/profiles/profile/dependencies/dependency"
          + "|//annotationProcessorPaths/path"
          + "|//plugins/plugin";

  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\|");

  @Test
  void eachHasALine() throws Exception {
    var all = new TreeSet<String>();
    for (var pom : files("pom.xml")) {
      all.addAll(ofPom(pom));
    }
    for (var manifest : files("package.json")) {
      all.addAll(ofNode(manifest));
    }
    assertEquals(Set.of(), without(all, onThePage()), "missing in docs/dependencies.md");
    assertEquals(Set.of(), without(onThePage(), all), "in docs/dependencies.md, but not used");
  }

  private static Set<String> without(Set<String> names, Set<String> others) {
    var left = new TreeSet<>(names);
    left.removeAll(others);
    return left;
  }

  private static Set<String> onThePage() throws IOException {
    return ROW.matcher(Files.readString(ROOT.resolve("docs/dependencies.md")))
        .results()
        .map(row -> row.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<String> ofPom(Path pom) throws Exception {
    var document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(pom.toFile());
    var found =
        (NodeList)
            XPathFactory.newInstance()
                .newXPath()
                .evaluate(OF_A_POM, document, XPathConstants.NODESET);
    var names = new ArrayList<String>();
    for (int i = 0; i < found.getLength(); i++) {
      var element = (Element) found.item(i);
      var group = text(element, "groupId", "org.apache.maven.plugins");
      if (!group.equals("io.wsfleet")) {
        names.add(group + ":" + text(element, "artifactId", ""));
      }
    }
    return names;
  }

  private static String text(Element element, String child, String otherwise) {
    for (var node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node.getNodeName().equals(child)) {
        return node.getTextContent().strip();
      }
    }
    return otherwise;
  }

  private static List<String> ofNode(Path manifest) throws IOException {
    var names = new ArrayList<String>();
    var json = new ObjectMapper().readTree(manifest.toFile());
    for (var kind : List.of("dependencies", "devDependencies")) {
      json.path(kind).fieldNames().forEachRemaining(name -> names.add("npm:" + name));
    }
    return names;
  }

  /** The project's own, so not those of what was built or installed. */
  private static List<Path> files(String name) throws IOException {
    try (Stream<Path> found =
        Files.find(ROOT, 5, (path, attributes) -> path.getFileName().toString().equals(name))) {
      return found
          .filter(path -> !path.toString().matches(".*/(target|node_modules|\\.[a-z]+)/.*"))
          .toList();
    }
  }
}
