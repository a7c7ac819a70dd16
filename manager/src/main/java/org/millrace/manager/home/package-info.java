/** The folder that one running system owns. JDK only, so that the thin client can use it. */
package org.millrace.manager.home;
