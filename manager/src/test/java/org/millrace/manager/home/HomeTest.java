package org.millrace.manager.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.millrace.manager.errors.RefusedException;
import org.millrace.manager.settings.Settings;
import org.millrace.manager.settings.SettingsFile;

class HomeTest {
  @TempDir Path dir;

  private Home home;

  @BeforeEach
  void create() throws IOException {
    home = new Home(dir.resolve("a home"));
    home.create();
  }

  @Test
  void aNewHomeHasEveryFolderAndSettingsThatSayNothing() throws IOException {
    assertThat(home.bucket("inbox")).isDirectory();
    assertThat(home.bucket("work")).isDirectory();
    assertThat(home.bucket("results")).isDirectory();
    assertThat(home.bucket("archive")).isDirectory();
    assertThat(home.routes()).isDirectory();
    assertThat(home.db()).isDirectory();
    try (SettingsFile settings = SettingsFile.open(home.settings(), Set.of())) {
      assertThat(settings.get()).isEqualTo(Settings.DEFAULTS);
    }
  }

  @Test
  void theSettingsAreReadableByTheirOwnerOnlySinceSecretsStandThere() throws IOException {
    assertThat(Files.getPosixFilePermissions(home.settings()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void theExamplesInANewHomesSettingsAreRightWhenUncommented() throws IOException {
    String uncommented = Files.readString(home.settings()).replaceAll("(?m)^#(?=  )", "");
    Files.writeString(home.settings(), uncommented);

    try (SettingsFile settings = SettingsFile.open(home.settings(), Set.of("combined"))) {
      assertThat(settings.get().sources()).containsKey("acme");
      assertThat(settings.get().stages().get("parse")).hasSize(9);
    }
  }

  @Test
  void aSecondCreateLeavesTheUsersSettings() throws IOException {
    Files.writeString(home.settings(), "millrace:\n  containers: 7\n");
    home.create();

    assertThat(home.settings()).hasContent("millrace:\n  containers: 7\n");
  }

  @Test
  void aHomeIsHeldByOneProcessAndTheRefusalNamesIt() throws IOException {
    try (HomeLock held = HomeLock.take(home)) {
      assertThat(held).isNotNull();
      assertThatThrownBy(() -> HomeLock.take(home))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("process " + ProcessHandle.current().pid() + " does")
          .hasMessageContaining("--home");
    }
    HomeLock.take(home).close();
  }

  @Test
  void thePasswordIsMadeOnceAndReadableByItsOwnerOnly() throws IOException {
    AdminPassword made = AdminPassword.of(home);
    AdminPassword kept = AdminPassword.of(home);

    assertThat(made.created()).isTrue();
    assertThat(made.value()).matches("[A-Za-z0-9_-]{32,}");
    assertThat(kept).isEqualTo(new AdminPassword(made.value(), false));
    assertThat(made.toString()).doesNotContain(made.value());
    assertThat(Files.getPosixFilePermissions(home.adminPassword()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void aPasswordThatOthersMayReadIsMadePrivateAgain() throws IOException {
    AdminPassword.of(home);
    Files.setPosixFilePermissions(
        home.adminPassword(), PosixFilePermissions.fromString("rw-r--r--"));

    AdminPassword.of(home);

    assertThat(Files.getPosixFilePermissions(home.adminPassword()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void anEmptyPasswordFileIsRefused() throws IOException {
    Files.writeString(home.adminPassword(), "\n");

    assertThatThrownBy(() -> AdminPassword.of(home))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("must hold the admin password");
  }
}
