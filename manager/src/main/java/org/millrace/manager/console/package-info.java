/**
 * The pages that people see: rendered here, refreshed in place; what they change goes by the API.
 */
package org.millrace.manager.console;
