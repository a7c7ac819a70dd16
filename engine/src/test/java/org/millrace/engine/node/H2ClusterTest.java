package org.millrace.engine.node;

import org.millrace.engine.Databases;
import org.millrace.engine.db.Database;

class H2ClusterTest extends ClusterContract {
  @Override
  Database database() {
    return Databases.h2();
  }
}
