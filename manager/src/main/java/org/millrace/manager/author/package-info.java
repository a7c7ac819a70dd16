/** For whoever writes stages and declares sources: beginnings for both, and a check before use. */
package org.millrace.manager.author;
