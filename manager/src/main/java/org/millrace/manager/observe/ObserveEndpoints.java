package org.millrace.manager.observe;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What is asked under {@code /actuator}. Needs {@link HealthReport} and {@link Metrics}. */
@Configuration(proxyBeanMethods = false)
@Import({HealthController.class, MetricsController.class, ProbeSecurity.class})
public class ObserveEndpoints {}
