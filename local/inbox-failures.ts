/** The point in the SMTP conversation at which the mail server fails. */
export type SmtpFailurePoint =
  /** Refuses the connection with `code`. */
  | "connect"
  | "auth"
  | "mail"
  /** Refuses the recipient with `code`. */
  | "rcpt"
  /** Receives the whole message, then refuses it with `code`. */
  | "data"
  /** Closes the connection while the message is being sent. The message is not accepted. */
  | "drop-mid-data"
  /** Accepts the message, then closes the connection without replying. The sender cannot know the outcome. */
  | "drop-after-dot"
  /** Receives the whole message and never replies. The message is not accepted. */
  | "hang";

interface Failure {
  /** Number of occurrences. @default 1 */
  times?: number;
  /** Only for these recipients. @default all */
  match?: string | RegExp;
  /** Text of the refusal. */
  message?: string;
}

export interface SmtpFailure extends Failure {
  at: SmtpFailurePoint;
  /** SMTP reply code: 4xx is temporary, 5xx permanent. @default 451 */
  code?: number;
}

export interface SmsFailure extends Failure {
  /** HTTP status. @default 200, which the provider uses for business errors */
  status?: number;
  /** Error code of the provider. @default "isp.SYSTEM_ERROR" */
  code?: string;
  /** Closes the connection. The message is not accepted. */
  reset?: boolean;
  /** Accepts the message and never replies. The sender must query the outcome (QuerySendDetails). */
  timeoutAfterAccept?: boolean;
}

/** Failures that a test has requested. The first that matches is used. */
export class Failures<F extends Failure> {
  #ordered: { failure: F; left: number }[] = [];

  order(failure: F): void {
    this.#ordered.push({ failure, left: failure.times ?? 1 });
  }

  clear(): void {
    this.#ordered = [];
  }

  /** Uses up one occurrence of the first failure that matches a recipient and `where`. */
  take(recipients: readonly string[], where: (failure: F) => boolean = () => true): F | undefined {
    const found = this.#ordered.find(
      ({ failure, left }) => left > 0 && where(failure) && fits(failure.match, recipients),
    );
    if (found) found.left--;
    return found?.failure;
  }
}

function fits(match: string | RegExp | undefined, recipients: readonly string[]): boolean {
  if (match === undefined) return true;
  return recipients.some((to) =>
    typeof match === "string" ? to.toLowerCase() === match.toLowerCase() : to.search(match) >= 0,
  );
}
