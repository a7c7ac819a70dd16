package org.millrace.engine.stage;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultComponent;

/** The {@code stage:} component; finds the engine's {@link Stages} in the registry by type. */
@Component("stage")
public class StageComponent extends DefaultComponent {

  @Override
  protected void doInit() throws Exception {
    super.doInit();
    getCamelContext()
        .getTypeConverterRegistry()
        .addFallbackTypeConverter(new RecordConverter(), false);
  }

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    Stages stages = CamelContextHelper.mandatoryFindSingleByType(getCamelContext(), Stages.class);
    StageEndpoint endpoint =
        new StageEndpoint(uri, this, Stages.checkName(remaining), new StageConfiguration(), stages);
    setProperties(endpoint, parameters);
    return endpoint;
  }
}
