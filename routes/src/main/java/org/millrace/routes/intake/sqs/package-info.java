/** Work that comes by SQS: messages themselves, and S3's notifications of objects. */
package org.millrace.routes.intake.sqs;
