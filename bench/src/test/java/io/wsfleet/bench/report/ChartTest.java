package io.wsfleet.bench.report;

import static io.wsfleet.bench.report.PeerResultBuilder.outcome;
import static io.wsfleet.bench.report.PeerResultBuilder.peer;
import static io.wsfleet.bench.report.PeerResultBuilder.results;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wsfleet.bench.load.Losses;
import java.io.StringReader;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class ChartTest {

  @Test
  void drawsAChartThatIsXml() throws Exception {
    String chart =
        Chart.of(
            results(
                peer("wsfleet", outcome("bmax", 1.0, true, Losses.NONE)),
                peer("a<b&c", outcome("bmax", 10.0, true, Losses.NONE))));
    var document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(chart)));
    assertEquals(1, document.getElementsByTagName("line").getLength());
    assertTrue(chart.contains("class=\"ours\" x=\"120\" y=\"60\" width=\"20\""), chart);
    assertTrue(chart.contains("class=\"peer\" x=\"120\" y=\"82\" width=\"200\""), chart);
  }
}
