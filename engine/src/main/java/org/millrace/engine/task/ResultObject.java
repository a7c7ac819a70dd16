package org.millrace.engine.task;

import org.millrace.engine.objects.ObjectRef;

/**
 * An object that a task wrote as a result, to be published under this name when the job completes.
 */
public record ResultObject(String name, ObjectRef object) {}
