import { type Lateness, lateWords } from "../../tasks/lateness.ts";
import { vacantText, word } from "../../words.ts";
import { countWords } from "../counts.ts";
import type { EmergencyNumber } from "../emergency-numbers.ts";
import type { Part } from "../message.ts";
import { createLanguage } from "./compose.ts";
import { acts } from "./en-acts.ts";
import { clock, date, day, instant, weekday } from "./en-days.ts";
import { notes } from "./en-notes.ts";
import { sms, smsWhat } from "./en-sms.ts";
import { templatesOf } from "./sms.ts";
import type { Headline, Otherwise, ShapeWords, Vocabulary } from "./vocabulary.ts";
import { writing } from "./writing.ts";

const late = (late: Lateness): string => `${lateWords(late).en} late`;
const smsUnits: Readonly<Record<Lateness["unit"], readonly [one: string, several: string]>> = {
  h: ["hour", "hours"],
  d: ["day", "days"],
  bd: ["workday", "workdays"],
};
/** Short enough for a variable of an SMS template. */
const smsLate = ({ n, unit }: Lateness): string => {
  const most = Math.min(n, 99);
  const [one, several] = smsUnits[unit];
  return many(most, `${one} late`, `${several} late`);
};
const many = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;

const verifying = ({ what, part, verdict }: Headline): string =>
  part === "verifier" || verdict ? `verify: ${what}` : what;
const button: Record<Part, string> = {
  doer: "Do it now",
  verifier: "Verify it now",
  supervisor: "Review and act",
  copy: "View",
  participant: "See the details",
  asker: "See the status",
};
const view: Record<Part, string> = {
  doer: "View",
  verifier: "View",
  supervisor: "View",
  copy: "View",
  participant: "View",
  asker: "Read the answer",
};
const raised = "What you raised is being dealt with.";
const copied = "This is a copy for your information; no action is needed.";
/** What happens if nobody acts: whom this ladder will reach, and the other options. */
function otherwise({ part, past, above, extends: extendable, passes }: Otherwise): string {
  const whom = writing.en.all(above.map((role) => `the ${word("role", role, "en")}`));
  const are = above.length > 1 ? "are" : "is";
  const record = "Everything is on record.";
  if (part === "supervisor")
    return `As long as it is not settled it is followed up${whom && `, and ${whom} ${are} told`}. ${record}`;
  if (part === "verifier") {
    if (past)
      return whom
        ? `Until there is a verdict, ${whom} ${are} told. ${record}`
        : "You are reminded until there is a verdict.";
    return whom
      ? `If no verdict is given in time, ${whom} ${are} told. ${record}`
      : "You are reminded until there is a verdict.";
  }
  if (part !== "doer") return "";
  if (past)
    return whom ? `As long as it is not done, ${whom} ${are} told. ${record}` : "You are reminded until it is done.";
  const ways = [...(extendable ? ["ask for more time"] : []), ...(passes ? ["pass it on"] : [])].join(" or ");
  const help = ways && ` If you cannot make it, open the link before it is due and ${ways}.`;
  return `${whom ? `If it is not done in time, ${whom} ${are} told. ${record}` : "You are reminded until it is done."}${help}`;
}

const due: ShapeWords = {
  badge: "To do",
  subject: (headline) => `Due ${clock(headline.due)}: ${verifying(headline)}`,
  lead: {
    doer: "Please do the following in time. When it is done, open the link and submit the result.",
    verifier: "The following has been submitted. Please verify it: accept it, or return it with a reason.",
    supervisor: "The following has begun; this is for your information.",
    copy: copied,
    participant: "Please take part in the following.",
    asker: raised,
  },
  button,
  warns: true,
  dueLabel: "Due",
  reasonLabel: "Note",
};

const vocabulary: Vocabulary = {
  code: "en",
  shapes: {
    due,
    reminder: {
      ...due,
      badge: "Reminder",
      subject: (headline) => `Reminder, due ${clock(headline.due)}: ${verifying(headline)}`,
      lead: {
        doer: "A reminder: nothing has been submitted yet for the following. If it is done already, open the link and submit it.",
        verifier: "A reminder: the following has been submitted and still waits for your verdict.",
        supervisor: "A reminder: the following is due soon, and nothing has been submitted yet.",
        copy: copied,
        participant: "A reminder: please take part in the following.",
        asker: raised,
      },
    },
    overdue: {
      ...due,
      badge: "Due now",
      subject: (headline) =>
        `${headline.late ? late(headline.late) : "Due now"}: ${verifying(headline)} (was due ${clock(headline.due)})`,
      lead: {
        doer: "The following is past its due time, and nothing has been submitted. Please do it and submit it now; if something stands in the way, open the link and say so.",
        verifier:
          "The following has been submitted, and the time for your verdict has passed. Please accept it now, or return it with a reason.",
        supervisor: "The following is past its due time and not settled.",
        copy: `The following is past its due time and not settled. ${copied}`,
        participant: "The following is past its due time and not settled.",
        asker: raised,
      },
    },
    escalated: {
      ...due,
      badge: "Escalated",
      subject: (headline) =>
        `${headline.part === "copy" ? "For information, escalated" : "Escalated"}, ${headline.late ? late(headline.late) : `due ${clock(headline.due)}`}: ${verifying(headline)}`,
      lead: {
        doer: "The following has been escalated to you. Please do it, or assign it to someone else.",
        verifier:
          "The following has been submitted and is escalated to you for verification: accept it, or return it with a reason.",
        supervisor: "The following has not been done as required and is escalated to you.",
        copy: `The following has not been done as required and was escalated. ${copied}`,
        participant: "The following has not been done as required and was escalated.",
        asker: raised,
      },
    },
    returned: {
      ...due,
      badge: "Returned",
      subject: ({ due, past, late: by, what }) =>
        past ? `Returned, ${by ? late(by) : "due now"}: ${what}` : `Returned, due ${clock(due)}: ${what}`,
      lead: {
        doer: "What was submitted for the following was returned. Please correct what the reason names and submit it again.",
        verifier: "The following was returned; it comes back to you once it is submitted again.",
        supervisor: "What was submitted for the following was returned and is being corrected.",
        copy: `What was submitted for the following was returned. ${copied}`,
        participant: "What was submitted for the following was returned and is being corrected.",
        asker: raised,
      },
      button: { ...button, doer: "Correct it now" },
      dueLabel: "New due time",
      reasonLabel: "Why it was returned",
    },
    settled: {
      ...due,
      badge: "Settled",
      subject: (headline) => `${headline.part === "asker" ? "Answered" : "Settled"}: ${headline.what}`,
      lead: {
        doer: "The following is settled; you need not do anything more.",
        verifier: "The following is settled; your verdict is no longer needed.",
        supervisor: "The following is settled; you need not do anything more.",
        copy: `The following is settled. ${copied}`,
        participant: "The following is settled; you need not take part any more.",
        asker: "What you raised has been answered.",
      },
      button: view,
      warns: false,
      dueLabel: "Was due",
    },
    call: {
      ...due,
      badge: "Call",
      subject: (headline) =>
        headline.part === "asker"
          ? `Received: ${headline.what}`
          : `${day(headline.due)}, ${headline.due.clock}: ${verifying(headline)}`,
      lead: {
        doer: "Please do the following in time.",
        verifier: "The following is coming; please verify it then.",
        supervisor: "The following is coming; this is for your information.",
        copy: `The following is coming. ${copied}`,
        participant: "Please take part in the following, and keep the time free.",
        asker: "What you raised has arrived. The link shows its status at any time.",
      },
      button: { ...button, doer: "See the details" },
      warns: false,
      dueLabel: "When",
    },
    test: {
      badge: "Test",
      subject: () => "Test: no action is needed",
      lead: {
        doer: "This is a test. That you can read it shows that messages reach this address. Nothing is to be done.",
        verifier:
          "This is a test. That you can read it shows that messages reach this address. Nothing is to be verified.",
        supervisor: "This is a test. That you can read it shows that messages reach this address. No action is needed.",
        copy: "This is a test. That you can read it shows that messages reach this address. No action is needed.",
        participant:
          "This is a test. That you can read it shows that messages reach this address. No action is needed.",
        asker: "This is a test. That you can read it shows that messages reach this address. No action is needed.",
      },
      button: view,
      warns: false,
      reasonLabel: "Note",
    },
  },
  acts,
  otherwise,
  ways: ({ extends: extendable, passes, waives }) => {
    const ways = [
      "remind the person responsible",
      ...(passes ? ["assign it to someone else"] : []),
      ...(extendable ? ["grant more time"] : []),
      ...(waives ? ["waive it with a reason"] : []),
      ...(passes ? ["take it on yourself"] : []),
    ];
    return `You can ${ways.length > 1 ? `${ways.slice(0, -1).join(", ")}, or ${ways.at(-1)}` : ways[0]}.`;
  },
  toVerify: (what) => `Verify: ${what}`,
  alarm: {
    grade: { critical: "URGENT", major: "Major", minor: "Minor" },
    subject: ({ what, due, past, late: by }, grade, call) =>
      `${grade}: ${what} (${past ? (by ? late(by) : "due now") : `by ${clock(due)}`}${call && `; in danger call ${call}`})`,
    lines: (grade, call, reporter) =>
      `Severity: ${grade.toLowerCase()}. If people are in danger, first call ${call.map((one) => numbers[one]).join(", ")}. ${reporter ? `Reported by: ${reporter}.` : ""}`.trim(),
    lead: ({ part, due, past }) => {
      if (part === "supervisor")
        return past
          ? "This was not dealt with in time and is escalated to you. Please see that it is dealt with at once, or take it on yourself."
          : "This is to let you know at once. Please see that it is dealt with.";
      if (part === "verifier")
        return "What was done about this has been submitted. Please verify it as soon as you can.";
      return past
        ? "Please deal with this at once, then open the link and submit what was done."
        : `Please deal with this at once, and submit what was done by ${clock(due)}.`;
    },
    title: (about, task) => `${about}: ${task}`,
  },
  digest: {
    several: (organization, organizations) => `${organization} and ${many(organizations - 1, "other", "others")}`,
    subject: (count, organization, organizations) =>
      `Today: ${countWords(count).en} (${organization}${organizations > 1 ? ` and ${many(organizations - 1, "other", "others")}` : ""})`,
    ended: (badge, count, organization, organizations) =>
      `${badge}: ${countWords(count).en} (${organization}${organizations > 1 ? ` and ${many(organizations - 1, "other", "others")}` : ""})`,
    title: (count) => `Today: ${countWords(count).en}`,
    lead: "The most urgent comes first. Each can be opened by itself.",
    idleLead: "The following is for your information; no action is needed.",
    rest: (more) => `${more} more`,
    all: "See all",
    handover: "See all that was handed over, with its story so far",
    sheet: (tasks, organization) =>
      organization ? `${organization}: all ${tasks} on one page` : `All ${tasks} on one page`,
    settled: (count) => `${count} more ${count === 1 ? "is" : "are"} settled; no action is needed`,
    copies: (count) => `${many(count, "copy", "copies")} for your information; no action is needed`,
  },
  sms,
  notes,
  smsCode: "Your code is {code}. It works for 10 minutes. Do not tell it to anybody.",
  smsWhat,
  smsDate: (due, brief, begins) =>
    due.ahead === 0
      ? `${brief ? "" : "today "}${due.clock}`
      : brief
        ? day(due)
        : due.ahead !== undefined
          ? `${weekday(due)} ${due.clock}`
          : begins
            ? `${day(due)} ${due.clock}`
            : day(due),
  smsState: (late, past, brief) => (late && !brief ? smsLate(late) : past ? "late" : "open"),
  smsVerdict: (late, past, brief, own) =>
    !past ? "open" : own ? (late && !brief ? smsLate(late) : "late") : brief ? "late" : "unverified",
  smsBy: (due) => (due.ahead === 0 ? `by ${due.clock}` : `by ${day(due)}`),
  smsAlarmLate: () => "late",
  smsBecause: { "report-at-risk": "at risk", "report-blocked": "blocked", return: "returned", answer: "answer" },
  smsDo: (part) => (part === "verifier" ? "verify" : part === "supervisor" ? "see to" : "do"),
  day,
  clock,
  date,
  instant,
  zoned: (instant, zone) => `${instant} ${zone}`,
  zone: writing.en.zone,
  late,
  greeting: (name) => (name ? `Dear ${name},` : "Good day,"),
  titled: (subject, organization) => (organization ? `${subject} (${organization})` : subject),
  about: (what, subject) => `${what} (${subject})`,
  clause: (clause) => `Source: ${clause}`,
  colon: ": ",
  comma: ", ",
  noted: (who, note) => `${who} (${note})`,
  administrator: "The administrator",
  copied,
  vacant: (role, own, verifies) => {
    const name = word("role", role, "en");
    if (own)
      return verifies
        ? `The ${name} took part in this work and may not verify it, so it has come to you.`
        : `The ${name} is the one who does it, so it is escalated to you directly.`;
    const missing = vacantText(role).en;
    return `${missing.charAt(0).toUpperCase()}${missing.slice(1)}, so this has come to you. Please see that it is filled.`;
  },
  provisional:
    "That year's holidays are not announced yet: the due day is counted with Monday to Friday, and may move.",
  missed: (times) =>
    times === 1
      ? "The one before was not done in its time; that is on record."
      : `The last ${times} were not done in their time; that is on record.`,
  belated: "This should have reached you earlier; an interruption or a pause delayed it. We are sorry.",
  basis: "Set by",
  figures: "Details",
  verdict: {
    dueLabel: "Verify by",
    waits:
      "The following has been submitted and waits for its verdict. You can press for it, or verify it yourself if you may.",
    escalated:
      "The following has been submitted, the time for its verdict has passed, and there is none yet. Please see that it is verified, or verify it yourself if you may.",
  },
  issued: {
    heading: "What was issued",
    by: "Issued by",
    on: "Issued on",
    cut: "This is an excerpt; the link shows the whole text.",
    file: "The link shows its file.",
  },
  story: "What has happened so far",
  held: (until, because) => `to be sent ${until}: ${because}`,
  earlier: (lines) => `${lines} earlier ${lines === 1 ? "line" : "lines"}`,
  why: "Why you receive this",
  sender: "Sent by",
  whyLink: "The clause, the rule and how the day was counted",
  noForward: "Please do not forward this: the link acts in your name.",
};

/** The service behind an emergency number. */
const numbers: Readonly<Record<EmergencyNumber, string>> = {
  "119": "119 (fire)",
  "120": "120 (ambulance)",
  "110": "110 (police)",
};

export const en = createLanguage(vocabulary);
export const enTemplates = templatesOf(vocabulary);
