/** How Millrace says that something is wrong: subject, rule, value, remedy. JDK only. */
package org.millrace.manager.errors;
