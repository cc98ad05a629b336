/** What went wrong with a day, a time, a zone or a calendar. */
export type TimeErrorCode = "DATE" | "TIME" | "ZONE" | "CALENDAR" | "TERM";

/** A value of time that cannot be: the message names it and what was expected. */
export class TimeError extends Error {
  readonly code: TimeErrorCode;
  constructor(code: TimeErrorCode, message: string) {
    super(message);
    this.name = "TimeError";
    this.code = code;
  }
}
