/** A time as every answer of S3 has it. In lists, some servers say it in milliseconds, and the same object would seem to have changed. */
export function wholeSecond(time: Date | undefined): Date {
  return new Date(Math.floor((time?.getTime() ?? 0) / 1000) * 1000);
}
