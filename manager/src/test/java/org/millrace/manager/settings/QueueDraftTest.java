package org.millrace.manager.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.millrace.manager.errors.RefusedException;
import org.millrace.scheduling.resource.Resources;
import org.millrace.scheduling.tree.QueueSettings;
import org.millrace.scheduling.tree.SchedulerSettings;

class QueueDraftTest {
  private static final String PATH = "root.partners.acme";
  private static final SchedulerSettings NOW =
      new SettingsReader("millrace.yaml", Set.of())
          .read(
              """
              millrace:
                scheduler:
                  queues:
                    root.partners.acme: {weight: 2, submit: [ann], maxShare: {memory: 4Gi}}
              """)
          .scheduler();

  @Test
  void whatIsInForceAlreadyChangesNothing() {
    QueueDraft draft = QueueDraft.of(NOW, PATH, QueueDraft.fields(NOW, PATH));

    assertThat(draft.yaml()).isEmpty();
    assertThat(draft.settings()).isEqualTo(NOW);
  }

  @Test
  void whatIsChangedIsTriedAndTheRestStays() {
    QueueDraft draft = QueueDraft.of(NOW, PATH, Map.of("weight", "3", "maxShare.vcores", "1.5"));

    QueueSettings queue = draft.settings().queues().get(PATH);
    assertThat(queue.weight()).isEqualByComparingTo("3");
    assertThat(queue.maxShare().vcoresMilli()).isEqualTo(1500);
    assertThat(queue.maxShare().memoryMb()).isEqualTo(4096);
    assertThat(queue.submit()).containsExactly("ann");
  }

  @Test
  void itsLinesInTheFileGiveWhatWasTried() {
    QueueDraft draft =
        QueueDraft.of(
            NOW,
            "root.partners.other",
            Map.of("weight", "3", "minShare.memory", "1.5Gi", "maxApplications", "7"));

    SchedulerSettings written =
        new SettingsReader("millrace.yaml", Set.of()).read(draft.yaml()).scheduler();
    assertThat(written.queues().get("root.partners.other"))
        .isEqualTo(draft.settings().queues().get("root.partners.other"));
  }

  @Test
  void anEmptyValueUnsets() {
    QueueDraft draft = QueueDraft.of(NOW, PATH, Map.of("maxShare.memory", "", "weight", ""));

    assertThat(draft.settings().queues().get(PATH).maxShare()).isEqualTo(Resources.UNLIMITED);
    assertThat(draft.settings().queues().get(PATH).weight()).isEqualByComparingTo("1");
    assertThat(draft.changed())
        .containsOnlyKeys("weight", "maxShare.memory")
        .containsEntry("weight", null);
  }

  @Test
  void aQueueMadeFromATemplateIsDeclaredWithAllThatHeldForIt() {
    SchedulerSettings now =
        new SettingsReader("millrace.yaml", Set.of())
            .read(
                """
                millrace:
                  scheduler:
                    queues:
                      root.users: {template: {maxApplications: 2, weight: 5}}
                      root.strict: {template: {submit: [ann]}}
                """)
            .scheduler();
    QueueDraft draft = QueueDraft.of(now, "root.users.ann", Map.of("weight", "7"));

    assertThat(draft.yaml()).contains("weight: 7", "maxApplications: 2");
    assertThat(draft.settings().queues().get("root.users.ann").maxApplications()).isEqualTo(2);
    assertThatThrownBy(() -> QueueDraft.of(now, "root.strict.bob", Map.of("weight", "7")))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("declare the queue in millrace.yaml");
  }

  @Test
  void whatTheFileWouldRefuseIsRefused() {
    assertThatThrownBy(() -> QueueDraft.of(NOW, PATH, Map.of("weight", "heavy")))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("weight")
        .hasMessageContaining("heavy");
    assertThatThrownBy(() -> QueueDraft.of(NOW, PATH, Map.of("weight", "0")))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining(PATH);
  }

  @Test
  void nothingThatIsTypedBecomesAnotherKey() {
    assertThatThrownBy(() -> QueueDraft.of(NOW, PATH, Map.of("weight", "1\nadminister: [\"*\"]")))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("weight");
  }
}
