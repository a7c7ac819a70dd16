package org.millrace.manager;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Date;

/** The shape of the whole program; the manager stands on top, so it sees every module. */
@AnalyzeClasses(packages = "org.millrace", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule importsPointDownOnly =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("manager")
          .definedBy("org.millrace.manager..")
          .layer("routes")
          .definedBy("org.millrace.routes..")
          .layer("processors")
          .definedBy("org.millrace.processors..")
          .layer("engine")
          .definedBy("org.millrace.engine..")
          .layer("scheduling")
          .definedBy("org.millrace.scheduling..")
          .whereLayer("manager")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("routes")
          .mayOnlyBeAccessedByLayers("manager")
          .whereLayer("processors")
          .mayOnlyBeAccessedByLayers("manager", "routes")
          .whereLayer("engine")
          .mayOnlyBeAccessedByLayers("manager", "routes", "processors")
          .whereLayer("scheduling")
          .mayOnlyBeAccessedByLayers("manager", "routes", "processors", "engine");

  @ArchTest
  static final ArchRule schedulingImportsTheJdkOnly =
      ArchRuleDefinition.classes()
          .that()
          .resideInAPackage("org.millrace.scheduling..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "org.millrace.scheduling..");

  @ArchTest
  static final ArchRule noTransportImportsAnother =
      SlicesRuleDefinition.slices()
          .matching("org.millrace.engine.transport.(*)..")
          .should()
          .notDependOnEachOther();

  @ArchTest
  static final ArchRule nobodyReadsTheTimePastAClock =
      noClasses()
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(LocalDate.class, "now")
          .orShould()
          .callMethod(LocalDateTime.class, "now")
          .orShould()
          .callMethod(OffsetDateTime.class, "now")
          .orShould()
          .callMethod(ZonedDateTime.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callConstructor(Date.class);

  /** Every further library on the client's way costs each of its commands start-up time. */
  @ArchTest
  static final ArchRule theClientStaysThin =
      ArchRuleDefinition.classes()
          .that()
          .resideInAPackage("org.millrace.manager.cli..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "javax.net.ssl..",
              "picocli..",
              "com.fasterxml.jackson.jr..",
              "me.tongfei.progressbar..",
              "org.millrace.manager.cli..",
              "org.millrace.manager.home..",
              "org.millrace.manager.errors..",
              "org.millrace.manager.simulate..",
              "org.millrace.scheduling..",
              "org.millrace.processors.logs..",
              "org.millrace.engine.task..");
}
