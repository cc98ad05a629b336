/** Where in its conversation the mail server fails. */
export type SmtpFailurePoint =
  /** Refuses the connection with `code`. */
  | "connect"
  | "auth"
  | "mail"
  /** Refuses the recipient with `code`. */
  | "rcpt"
  /** Takes the whole message, then refuses it with `code`. */
  | "data"
  /** Breaks the connection while the message is coming: not accepted. */
  | "drop-mid-data"
  /** Accepts the message, then breaks the connection instead of saying so: the sender cannot know. */
  | "drop-after-dot"
  /** Takes the whole message and never answers: not accepted. */
  | "hang";

interface Failure {
  /** How often it happens. @default 1 */
  times?: number;
  /** Only for these recipients. @default all */
  match?: string | RegExp;
  /** The words of the refusal. */
  message?: string;
}

export interface SmtpFailure extends Failure {
  at: SmtpFailurePoint;
  /** SMTP reply code: 4xx is temporary, 5xx permanent. @default 451 */
  code?: number;
}

export interface SmsFailure extends Failure {
  /** HTTP status. @default 200, as the provider answers business errors */
  status?: number;
  /** Code of the provider. @default "isp.SYSTEM_ERROR" */
  code?: string;
  /** Breaks the connection: not accepted. */
  reset?: boolean;
  /** Accepts, and never answers: the sender cannot know and must ask (QuerySendDetails). */
  timeoutAfterAccept?: boolean;
}

/** Failures that have been ordered; the first that fits is taken. */
export class Failures<F extends Failure> {
  #ordered: { failure: F; left: number }[] = [];

  order(failure: F): void {
    this.#ordered.push({ failure, left: failure.times ?? 1 });
  }

  clear(): void {
    this.#ordered = [];
  }

  /** Takes one occurrence of the first failure that fits a recipient and `where`. */
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
