import { lateWords } from "../../tasks/lateness.ts";
import { clock, day } from "./en-days.ts";
import type { ActHeadline, ActNotice, ActWords } from "./vocabulary.ts";

const late = ({ late }: ActHeadline): string => (late ? `${lateWords(late).en} late` : "past its due time");
const state = (headline: ActHeadline): string => (headline.past ? ` (${late(headline)})` : "");
const before = (headline: ActHeadline): string => (headline.past ? ": " : `, due ${clock(headline.due)}: `);
const asked = (headline: ActHeadline): string =>
  headline.past
    ? ` It is ${late(headline)}; please do it and submit it now.`
    : ` Please do it by ${clock(headline.due)}.`;

const extension: ActWords = {
  badge: "Extension requested",
  subject: (headline) =>
    `Extension requested${headline.until ? ` until ${clock(headline.until)}` : ""}: ${headline.what}`,
  lead: (headline) =>
    `${headline.by} asks to move the due time of the following from ${clock(headline.due)}${headline.until ? ` to ${clock(headline.until)}` : ""}. Please grant it, or refuse it with a reason. ${headline.past ? `It is ${late(headline)}, and escalation goes on until you answer.` : "Until you answer, the due time stays."}`,
  reasonLabel: "Why more time is needed",
  button: "Answer it",
  asks: false,
};

const handedOver = (label: string, how: string): ActWords => ({
  badge: label,
  subject: (headline) => `${label}${before(headline)}${headline.what}${state(headline)}`,
  lead: (headline) =>
    `${headline.by} has ${how} the following to you.${asked(headline)} If it is not yours to do, open the link and say so.`,
  reasonLabel: "Note",
  button: "Do it now",
  asks: true,
});

/** For those who had it before. */
const passedOn = (label: string, how: string): ActWords => ({
  ...ended(label, `{by} has ${how} the following to {to}; you need not do anything more.`, "Note"),
  subject: (headline) => `${label} to ${headline.to}: ${headline.what}`,
});

const ended = (label: string, lead: string, reasonLabel: string): ActWords => ({
  badge: label,
  subject: (headline) => `${label}: ${headline.what}`,
  lead: (headline) => lead.replace("{by}", headline.by).replace("{to}", headline.to),
  reasonLabel,
  button: "View",
  asks: false,
});

/** A progress report that asks for help, before the task is late. */
const atRisk = (label: string, how: string, howLate = how): ActWords => ({
  badge: label,
  subject: (headline) => `${label}${before(headline)}${headline.what}${state(headline)}`,
  lead: (headline) =>
    `${headline.by} reports that the following is ${label.toLowerCase()}: it ${headline.past ? howLate : how}. ${headline.past ? `It is ${late(headline)}.` : `It is due ${clock(headline.due)}, and that stays for now.`} Please answer: ${headline.extends ? "grant more time, " : ""}assign it to somebody else, or send a word.`,
  reasonLabel: "What is wrong, and what would help",
  button: "Answer it",
  asks: false,
});

/** A task that has been open and has become this reader's, or reaches them only now. */
const open = (label: string, why: string): { doer: ActWords; verifier: ActWords } => ({
  doer: {
    badge: label,
    subject: (headline) => `${label}${before(headline)}${headline.what}${state(headline)}`,
    lead: (headline) =>
      `${why} The following is yours to do.${asked(headline)} If it is not yours to do, open the link and say so.`,
    reasonLabel: "Note",
    button: "Do it now",
    asks: true,
  },
  verifier: {
    badge: label,
    subject: (headline) => `${label}, to verify: ${headline.what}`,
    lead: (headline) =>
      `${why} The following was submitted and is yours to verify. ${headline.past ? "The time to verify it has passed; please do it now." : `Please accept it, or return it with a reason, by ${clock(headline.due)}.`}`,
    reasonLabel: "Note",
    button: "Verify it now",
    asks: true,
  },
});
const newRole = open("Now yours", "People have changed.");
const newAddress = open("New address", "Your address was changed; messages come here from now on.");

/** Words of notices that are sent at once after an act. */
export const acts: Readonly<Record<ActNotice, ActWords>> = {
  "submit/supervisor": {
    badge: "Needs your attention",
    subject: (headline) => `Needs your attention: ${headline.what}`,
    lead: () => "The following was submitted with something that you should know at once; the note says what.",
    reasonLabel: "Note",
    button: "Review and act",
    asks: false,
  },
  "accept/doer": ended("Accepted", "The following was verified and accepted; you need not do anything more.", "Note"),
  "return/supervisor": {
    badge: "Returned again",
    subject: (headline) => `Returned again, due ${clock(headline.due)}: ${headline.what}`,
    lead: (headline) =>
      `What was submitted for the following was returned again; a corrected version is due ${clock(headline.due)}. ${headline.ways}`,
    reasonLabel: "Why it was returned",
    button: "Review and act",
    asks: true,
  },
  "ask-extension/verifier": extension,
  "ask-extension/supervisor": extension,
  "grant-extension/doer": {
    badge: "Extension granted",
    subject: (headline) => `Extension granted until ${clock(headline.due)}: ${headline.what}`,
    lead: (headline) => `The following was extended. The new due time is ${clock(headline.due)}.`,
    reasonLabel: "Note",
    button: "Do it now",
    asks: true,
  },
  "refuse-extension/doer": {
    badge: "Extension refused",
    subject: (headline) => `Extension refused${before(headline)}${headline.what}${state(headline)}`,
    lead: (headline) =>
      headline.past
        ? `The extension was refused.${asked(headline)}`
        : `The extension was refused. It is still due ${clock(headline.due)}.`,
    reasonLabel: "Why it was refused",
    button: "Do it now",
    asks: true,
  },
  "delegate/doer": handedOver("Passed on to you", "passed on"),
  "delegate/copy": passedOn("Passed on", "passed on"),
  "reassign/copy": passedOn("Assigned", "assigned"),
  "reassign/doer": handedOver("Assigned to you", "assigned"),
  "report-at-risk/supervisor": atRisk("At risk", "may not be done in time", "may be delayed further"),
  "report-blocked/supervisor": atRisk("Blocked", "cannot go on for now"),
  "answer-report/doer": {
    badge: "Answered",
    subject: (headline) => `Answered${before(headline)}${headline.what}${state(headline)}`,
    lead: (headline) => `${headline.by} has answered your report on the following.${asked(headline)}`,
    reasonLabel: "Answer",
    button: "Do it now",
    asks: true,
  },
  "ask-reports/doer": {
    badge: "Regular reports asked",
    subject: (headline) =>
      `Please report ${headline.past ? "progress" : headline.every}: ${headline.what}${state(headline)}`,
    lead: (headline) =>
      headline.past
        ? `${headline.by} asks you to report how the following goes: open the link and say so under "Report progress". It is ${late(headline)}.`
        : `${headline.by} asks you to report ${headline.every} how the following goes. Open the link and say so under "Report progress"; until it is due you are reminded each time. It stays due ${clock(headline.due)}.`,
    reasonLabel: "Note",
    button: "Report progress",
    asks: true,
  },
  "progress/doer": {
    badge: "Progress report asked",
    subject: (headline) => `Please report progress, due ${clock(headline.due)}: ${headline.what}`,
    lead: (headline) =>
      `The following is due ${clock(headline.due)}. Please open it and report how it goes: on track, at risk or blocked. If it is done, just submit it.`,
    reasonLabel: "Note",
    button: "Report progress",
    asks: true,
  },
  "not-mine/supervisor": {
    badge: "Needs someone to do it",
    subject: (headline) => `Needs someone to do it: ${headline.what}${state(headline)}`,
    lead: (headline) =>
      `${headline.by} says that the following is not theirs to do. Please name someone who does it, or take it on yourself. ${headline.past ? `It is ${late(headline)}.` : `It is due ${clock(headline.due)}.`}`,
    reasonLabel: "Note",
    button: "Name someone",
    asks: true,
  },
  "submit/doer": ended(
    "Handed in by the other",
    "{by} has handed in the following, which you do together; you need not do anything more. Open it to see what was handed in.",
    "Note",
  ),
  "take-on/doer": ended(
    "Taken on by someone else",
    "{by} has taken on the following; you need not do anything more.",
    "Note",
  ),
  "press/doer": {
    badge: "Reminder",
    subject: (headline) => `Reminder from ${headline.by}${before(headline)}${headline.what}${state(headline)}`,
    lead: (headline) => `${headline.by} reminds you of the following.${asked(headline)}`,
    reasonLabel: "Note",
    button: "Do it now",
    asks: true,
  },
  "waive/doer": ended("Waived", "The following was waived; you need not do anything more.", "Why it was waived"),
  "cancel/doer": ended(
    "Cancelled",
    "The following was cancelled; you need not do anything more.",
    "Why it was cancelled",
  ),
  "closed/doer": ended(
    "Organization closed",
    "The organization was closed, and the following is cancelled with it; you need not do anything more.",
    "Why it was closed",
  ),
  "closed/verifier": ended(
    "Organization closed",
    "The organization was closed, and the following is cancelled with it; you need not verify it.",
    "Why it was closed",
  ),
  "new-role/doer": newRole.doer,
  "new-role/verifier": newRole.verifier,
  "new-address/doer": newAddress.doer,
  "new-address/verifier": newAddress.verifier,
  "level/participant": {
    badge: "New level",
    subject: (headline) => `New level: ${headline.what}`,
    lead: (headline) =>
      `The following level holds from ${day(headline.due)}; how often things are due changes with it. You are asked for each of them as usual; what another one counts for now need not be done any more.`,
    reasonLabel: "Why",
    button: "View",
    asks: false,
  },
  "calendar/participant": {
    badge: "Holidays announced",
    subject: (headline) => headline.what,
    lead: () =>
      "The holidays of the year have been announced, and due days that fall among them move. Nothing is asked of you by this message; each task shows its new day.",
    reasonLabel: "Why",
    button: "View",
    asks: false,
  },
  "withdrawn/doer": ended(
    "Withdrawn",
    "What was issued was withdrawn, and the following is cancelled with it; you need not do anything more.",
    "Why it was withdrawn",
  ),
};
