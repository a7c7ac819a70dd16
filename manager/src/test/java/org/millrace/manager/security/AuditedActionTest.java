package org.millrace.manager.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuditedActionTest {
  @ParameterizedTest
  @CsvSource({
    "POST,   /api/v1/jobs,                       jobs.create,         ''",
    "POST,   /api/v1/jobs/12/cancel,             jobs.cancel,         12",
    "POST,   /jobs/12/cancel,                    jobs.cancel,         12",
    "POST,   /api/v1/queues/root.a/pause,        queues.pause,        root.a",
    "POST,   /api/v1/queues/root/pause,          queues.pause,        root",
    "POST,   /api/v1/dead-letters/replay,        dead-letters.replay, ''",
    "POST,   /api/v1/dead-letters/7/replay,      dead-letters.replay, 7",
    "POST,   /api/v1/users,                      users.create,        ''",
    "POST,   /api/v1/users/ann,                  users.change,        ann",
    "DELETE, /api/v1/users/ann%40example.com,    users.remove,        ann@example.com",
    "DELETE, /api/v1/tokens/3,                   tokens.remove,       3",
    "POST,   /api/v1/sources/acme/messages,      sources.messages,    acme",
    "POST,   /login,                             login,               ''",
    "GET,    /login/oauth2/code/sso,             login,               ''",
    "POST,   /logout,                            logout,              ''",
    "PUT,    /,                                  change,              ''",
    "POST,   /%zz/%,                             %zz.change,          %",
  })
  void isReadFromTheAddress(String method, String path, String name, String subject) {
    assertThat(AuditedAction.of(method, path)).isEqualTo(new AuditedAction(name, subject));
  }
}
