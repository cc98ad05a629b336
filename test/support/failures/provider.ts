import { expect } from "vitest";
import type { Outcome } from "../../../activities/channels/transport.ts";
import type { SmsFailure, SmtpFailure } from "../../../local/inbox-failures.ts";

/** The expected outcome: its state, and further fields that matter. */
export type Understood = Pick<Outcome, "state"> & Readonly<Record<string, unknown>>;

const temporary = (at: SmtpFailure["at"], code: number): [SmtpFailure, Understood] => [
  { at, code },
  { state: "failed", code: expect.stringContaining(String(code)) },
];

/** Failures of a mail server, with the expected outcome. */
export const smtpAnswers: readonly [SmtpFailure, Understood][] = [
  temporary("connect", 421),
  temporary("connect", 451),
  temporary("connect", 554),
  temporary("auth", 454),
  temporary("auth", 535),
  temporary("mail", 451),
  temporary("mail", 550),
  temporary("rcpt", 421),
  temporary("rcpt", 450),
  temporary("rcpt", 530),
  temporary("data", 421),
  temporary("data", 451),
  [{ at: "rcpt", code: 550, message: "5.7.1 Relay access denied" }, { state: "failed" }],
  [
    { at: "rcpt", code: 550 },
    { state: "refused", address: true },
  ],
  [
    { at: "rcpt", code: 553 },
    { state: "refused", address: true },
  ],
  [
    { at: "rcpt", code: 554 },
    { state: "refused", address: false },
  ],
  [
    { at: "rcpt", code: 550, message: "5.1.1 no such user" },
    { state: "refused", address: true, code: "550 5.1.1" },
  ],
  [
    { at: "rcpt", code: 552, message: "5.2.2 mailbox full" },
    { state: "refused", address: false },
  ],
  [
    { at: "rcpt", code: 550, message: "5.7.1 blocked" },
    { state: "refused", address: false },
  ],
  [
    { at: "data", code: 550, message: "5.1.1 no such user" },
    { state: "refused", address: true },
  ],
  [
    { at: "data", code: 554 },
    { state: "refused", address: false },
  ],
];

/** Failures of an SMS gateway, with the expected outcome. */
export const smsAnswers: readonly [SmsFailure, Understood][] = [
  [{ status: 429 }, { state: "failed", code: "isp.SYSTEM_ERROR" }],
  [{ status: 500 }, { state: "failed" }],
  [
    { status: 503, code: "ServiceUnavailable" },
    { state: "failed", code: "ServiceUnavailable" },
  ],
  [{ code: "isv.BUSINESS_LIMIT_CONTROL" }, { state: "failed", code: "isv.BUSINESS_LIMIT_CONTROL" }],
  [{ code: "isv.AMOUNT_NOT_ENOUGH" }, { state: "failed" }],
  [{ code: "isv.MOBILE_NUMBER_ILLEGAL" }, { state: "refused", address: true }],
  [{ code: "MOBILE_IN_BLACK" }, { state: "refused", address: true }],
  [{ code: "isv.SMS_CONTENT_ILLEGAL" }, { state: "refused", address: false }],
  [{ code: "isv.SOMETHING_NEW" }, { state: "failed" }],
];
