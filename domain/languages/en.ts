import { type Lateness, lateWords } from "../lateness.ts";
import type { Part } from "../message.ts";
import { createLanguage } from "./compose.ts";
import { templatesOf } from "./sms.ts";
import type { Headline, ShapeWords, Vocabulary } from "./vocabulary.ts";

const weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const months = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
const day: Vocabulary["day"] = (moment) => `${moment.day} ${months[moment.month - 1]?.slice(0, 3)}`;
const late = (late: Lateness): string => `${lateWords(late).en} late`;
/** Short enough for a variable of a template. */
const smsLate = ({ n, unit }: Lateness): string => {
  const most = Math.min(n, 999);
  return unit === "bd" ? count(most, "workday late", "workdays late") : count(most, "hour late", "hours late");
};
const count = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;

const verifying = ({ what, part }: Headline): string => (part === "verifier" ? `verify: ${what}` : what);
const button: Record<Part, string> = {
  doer: "Do it now",
  verifier: "Verify it now",
  supervisor: "Look and act",
  copy: "Look at it",
  participant: "See the details",
  asker: "See how it stands",
};
const view: Record<Part, string> = {
  doer: "Look at it",
  verifier: "Look at it",
  supervisor: "Look at it",
  copy: "Look at it",
  participant: "Look at it",
  asker: "Read the answer",
};
const raised = "What you raised is being seen to.";
const copied = "This is a copy for your information; nothing is asked of you.";
const otherwise: Record<Part, string> = {
  doer: "If it is not done in time, reminders go on and it goes up, step by step, to the legal representative, the supervisory board and the supervising authority; all of it is on record. If you cannot make it, open the link before it is due and ask for more time or pass it on.",
  verifier:
    "If no verdict is given in time, the legal representative and the supervising authority are told until there is one; all of it is on record.",
  supervisor:
    "As long as it is not settled you are told again, and it goes further up, step by step; all of it is on record.",
  copy: "",
  participant: "",
  asker: "",
};
const afterwards: Record<Part, string> = {
  ...otherwise,
  doer: "As long as it is not done, reminders go on and it goes up, step by step, to the legal representative, the supervisory board and the supervising authority; all of it is on record.",
};
const nothing: Record<Part, string> = { doer: "", verifier: "", supervisor: "", copy: "", participant: "", asker: "" };

const due: ShapeWords = {
  badge: "To do",
  subject: (headline) => `Due ${day(headline.due)}: ${verifying(headline)}`,
  lead: {
    doer: "Please do the following in time. When it is done, open the link and write two lines or add a photo; that is all.",
    verifier: "The following has been submitted. Please verify it: accept it, or return it with a reason.",
    supervisor: "The following has begun; this is for your information.",
    copy: copied,
    participant: "Please take part in the following.",
    asker: raised,
  },
  button,
  otherwise,
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
      subject: (headline) => `Reminder, due ${day(headline.due)}: ${verifying(headline)}`,
      lead: {
        doer: "A reminder: nothing has been handed in yet for the following. If it is done already, open the link and say so.",
        verifier: "A reminder: the following has been submitted and still waits for your verdict.",
        supervisor: "A reminder: the following is due soon, and nothing has been handed in yet.",
        copy: copied,
        participant: "A reminder: please take part in the following.",
        asker: raised,
      },
    },
    overdue: {
      ...due,
      badge: "Due now",
      subject: (headline) =>
        `${headline.late ? late(headline.late) : "Due now"}: ${verifying(headline)} (was due ${day(headline.due)})`,
      lead: {
        doer: "The following is due, and nothing has been handed in. Please do it and submit it now; if something stands in the way, open the link and say so.",
        verifier:
          "The following has been submitted, and the time for your verdict is up. Please accept it now, or return it with a reason.",
        supervisor: "The following is due and not settled.",
        copy: `The following is due and not settled. ${copied}`,
        participant: "The following is due and not settled.",
        asker: raised,
      },
      otherwise: afterwards,
    },
    escalated: {
      ...due,
      badge: "Escalated",
      subject: (headline) =>
        `Escalated, ${headline.late ? late(headline.late) : `due ${day(headline.due)}`}: ${verifying(headline)}`,
      lead: {
        doer: "The following has gone up to you. Please do it, or name someone who does.",
        verifier: "The following needs a decision of yours.",
        supervisor:
          "The following has not gone as it should and has come up to you. You can press the doer, name another one, grant more time, waive it with a reason, or take it on yourself.",
        copy: `The following has not gone as it should and has gone up. ${copied}`,
        participant: "The following has not gone as it should and has gone up.",
        asker: raised,
      },
      otherwise: afterwards,
    },
    returned: {
      ...due,
      badge: "Returned",
      subject: (headline) => `Returned, due ${day(headline.due)}: ${verifying(headline)}`,
      lead: {
        doer: "What you submitted for the following was returned. Please mend what the reason names and submit it again.",
        verifier: "The following was returned; it comes back to you once it is submitted again.",
        supervisor: "What was submitted for the following was returned and is being mended.",
        copy: `What was submitted for the following was returned. ${copied}`,
        participant: "What was submitted for the following was returned and is being mended.",
        asker: raised,
      },
      button: { ...button, doer: "Mend it now" },
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
      otherwise: nothing,
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
        doer: "You are called to do the following in time.",
        verifier: "The following is coming; your verdict is asked for then.",
        supervisor: "The following is coming; this is for your information.",
        copy: `The following is coming. ${copied}`,
        participant: "You are called to take part in the following. Please keep the time free and be there.",
        asker: "What you raised has arrived. The link shows at any time how it stands.",
      },
      button: { ...button, doer: "See the details" },
      otherwise: nothing,
      dueLabel: "When",
    },
    test: {
      badge: "Test",
      subject: () => "Test: this mail asks nothing of you",
      lead: {
        doer: "This is a test. That you can read it shows that duties reach this address. Nothing is to be done.",
        verifier:
          "This is a test. That you can read it shows that duties reach this address. Nothing is to be verified.",
        supervisor:
          "This is a test. That you can read it shows that duties reach this address. Nothing is asked of you.",
        copy: "This is a test. That you can read it shows that duties reach this address. Nothing is asked of you.",
        participant:
          "This is a test. That you can read it shows that duties reach this address. Nothing is asked of you.",
        asker: "This is a test. That you can read it shows that duties reach this address. Nothing is asked of you.",
      },
      button: view,
      otherwise: nothing,
      reasonLabel: "Note",
    },
  },
  digest: {
    subject: (counts, organization, organizations) =>
      `${summary(counts)} — ${organization}${organizations > 1 ? ` and ${count(organizations - 1, "other", "others")}` : ""}`,
    title: (counts) => summary(counts),
    lead: "This is what there is to tell you today, the most urgent first. Each thing can be opened by itself.",
    groups: { late: "Late", returned: "Returned", open: "To do", call: "Calls", settled: "Settled", test: "Test" },
  },
  sms: {
    due: {
      act: '{organization}: "{task}" is due {date}.',
      read: '{organization}: "{task}" is due {date}, see e-mail.',
    },
    reminder: {
      act: 'Reminder, {organization}: "{task}" is due {date}.',
      read: 'Reminder, {organization}: "{task}" is due {date}, see e-mail.',
    },
    overdue: { act: '{organization}: "{task}", {state}.', read: '{organization}: "{task}", {state}, see e-mail.' },
    escalated: {
      act: 'Escalated, {organization}: "{task}", {state}.',
      read: 'Escalated, {organization}: "{task}", {state}, see e-mail.',
    },
    returned: {
      act: '{organization}: "{task}" was returned, due {date}.',
      read: '{organization}: "{task}" was returned, due {date}.',
    },
    settled: {
      act: '{organization}: "{task}" is settled, nothing more to do.',
      read: '{organization}: "{task}" is settled, nothing more to do.',
    },
    call: { act: '{organization} calls you: "{task}", {date}.', read: '{organization} calls you: "{task}", {date}.' },
    digest: {
      act: "To do: {total}, late: {late}. The most urgent first:",
      read: "To do: {total}, late: {late}. See e-mail.",
    },
    test: { act: "A test: this number can be reached.", read: "A test: this number can be reached." },
  },
  smsState: (late, shape) => (late ? smsLate(late) : shape === "overdue" ? "due now" : "waits for you"),
  day,
  instant: (moment) =>
    `${weekdays[moment.weekday]}, ${moment.day} ${months[moment.month - 1]} ${moment.year}, ${moment.clock}`,
  zone: (zone) => (zone === "Asia/Shanghai" ? "Beijing time" : zone),
  late,
  greeting: (name) => (name ? `Dear ${name},` : "Good day,"),
  titled: (subject, organization) => (organization ? `${subject} — ${organization}` : subject),
  about: (what, subject) => `${what} (${subject})`,
  clause: (clause) => `Clause ${clause}`,
  colon: ": ",
  comma: ", ",
  noted: (who, note) => `${who} (${note})`,
  from: (name) => `from ${name}`,
  copied,
  vacant: (role) => `Nobody holds the role “${role}”, so this has come to you. Please see that it is filled.`,
  provisional:
    "That year's holidays are not announced yet: the due day is counted with Monday to Friday, and may move.",
  belated: "This should have reached you earlier; an interruption or a pause held it back. We are sorry.",
  basis: "Set by",
  figures: "Figures already drawn up",
  story: "What has happened so far",
  earlier: (lines) => `${lines} earlier ${lines === 1 ? "line" : "lines"}`,
  why: "Why you are told",
  sender: "Sent by",
  noForward: "Please do not forward this: the link acts in your name.",
};

export const en = createLanguage(vocabulary);
export const enTemplates = templatesOf(vocabulary);

function summary({ open, late, all }: { open: number; late: number; all: number }): string {
  const first = open > 0 ? `${open} to do today` : count(all, "message", "messages");
  return late > 0 ? `${first}, ${late} late` : first;
}
