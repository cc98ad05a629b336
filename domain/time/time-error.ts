/** What is invalid: a day, a time, a zone, a calendar or a term. */
export type TimeErrorCode = "DATE" | "TIME" | "ZONE" | "CALENDAR" | "TERM";

/** An invalid value of time; its message names the value and what was expected. */
export class TimeError extends Error {
  readonly code: TimeErrorCode;
  constructor(code: TimeErrorCode, message: string) {
    super(message);
    this.name = "TimeError";
    this.code = code;
  }
}
