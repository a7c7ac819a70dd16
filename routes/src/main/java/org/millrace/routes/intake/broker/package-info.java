/** Work that comes to addresses of an Artemis broker. */
package org.millrace.routes.intake.broker;
