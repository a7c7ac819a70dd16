/** The REST API under {@code /api/v1}. */
package org.millrace.manager.api;
