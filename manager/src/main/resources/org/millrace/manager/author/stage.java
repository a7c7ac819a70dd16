import org.apache.camel.builder.RouteBuilder;

/**
 * Pipeline NAME. Saved in the home's folder "routes", it is loaded at once and whenever it changes.
 * What stands here works as it is: every line of the input that is not empty goes into a result.
 * Guide: docs/stages.md. Before it is loaded: ./millrace check
 */
public class CLASS extends RouteBuilder {
  @Override
  public void configure() {
    // First stage: one task a job, the object to read.
    from("stage:NAME?maxAttempts=3")
        .routeId("NAME")
        .routeGroup("NAME")
        .process("readObject")
        .split(body().tokenize("\n"))
        .streaming()
        .filter(body().regex(".*\\S.*"))
        .transform(body())
        .to("stage:NAME-result");

    // One task a job, once nothing is left at stage NAME.
    from("stage:NAME-result?after=NAME")
        .routeId("NAME-result")
        .routeGroup("NAME")
        .to("result:NAME.txt");
  }
}
