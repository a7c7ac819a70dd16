package org.millrace.manager.access;

import java.time.Clock;
import java.util.function.Supplier;
import org.millrace.engine.db.Database;
import org.millrace.manager.settings.Settings;
import org.millrace.manager.settings.SettingsFile;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Users, tokens and the audit log. Needs a {@link Database}, a {@link Clock} and the settings. */
@Configuration(proxyBeanMethods = false)
@Import({UsersController.class, TokensController.class, AuditController.class})
public class AccessConfiguration {
  @Bean
  Accounts accounts(Database database, Clock clock) {
    return new Accounts(database, clock);
  }

  @Bean
  ApiTokens apiTokens(Database database, Clock clock) {
    return new ApiTokens(database, clock);
  }

  @Bean
  AuditLog auditLog(Database database) {
    return new AuditLog(database);
  }

  @Bean
  Audit audit(AuditLog log, Supplier<Settings> settings, Clock clock) {
    return new Audit(log, () -> settings.get().access().audit(), clock);
  }

  /** What somebody changes in the file by hand. */
  @Bean
  FileAudit fileAudit(Audit audit, SettingsFile settings) {
    return new FileAudit(audit, settings);
  }
}
