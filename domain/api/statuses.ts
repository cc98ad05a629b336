import type { Reason } from "../reasons/index.ts";

/** HTTP status of a refusal by error code. Every other code is an internal error (500). */
const byCode: Readonly<Record<string, number>> = {
  BAD_INPUT: 400,
  POLICY: 400,
  CAMPAIGN: 400,
  MONEY: 400,
  DATE: 400,
  TIME: 400,
  ZONE: 400,
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  UNKNOWN_DUTY: 404,
  UNKNOWN_POLICY: 404,
  CONSENT: 409,
  REFUSED: 409,
  KEY_IN_FLIGHT: 409,
  KEY_REUSED: 422,
  TOO_MANY: 429,
  BUSY: 503,
  UNREACHABLE: 503,
};

/** Statuses by reason, where the reason is more specific than the code. */
const byReason: Readonly<Partial<Record<Reason, number>>> = {
  "no-part": 403,
  "wrong-relationship": 403,
  "own-work": 403,
  "own-request": 403,
  "not-in-organization": 403,
  "not-over-organization": 403,
  "issues-to-nobody": 403,
  "own-absence-alone": 403,
  "not-the-issuer": 403,
  "level-beyond": 403,
  "statutory-waiver": 403,
  "body-too-large": 413,
};

/** Statuses of refusals with their meaning, for the OpenAPI description. */
export const refusalStatuses = {
  400: "Something given cannot be used.",
  401: "There is no token, or none that works.",
  403: "The token, or the person as whom it acts, may not do this.",
  404: "There is no such thing among what the token reaches.",
  409: "The state of things does not allow it, it wants to be agreed to first, or the same key is being worked on.",
  413: "The body is too large.",
  422: "The idempotency key came with another request before.",
  429: "Too many requests, or too many wrong tokens from one address.",
  500: "Something failed here.",
  503: "Too much is being done at once: try again in a moment.",
} as const;
export type RefusalStatus = keyof typeof refusalStatuses;

export const statusOf = (code: string, reason?: Reason): RefusalStatus =>
  ((reason && byReason[reason]) ?? byCode[code] ?? 500) as RefusalStatus;
