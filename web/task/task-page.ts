import { dutyOf } from "../../domain/catalogue/packs/index.ts";
import { climbsByClock } from "../../domain/escalation/advance.ts";
import { askedDue } from "../../domain/escalation/anchor.ts";
import { dueDay } from "../../domain/escalation/ladder.ts";
import { asksForReport } from "../../domain/escalation/progress.ts";
import { hazardOf } from "../../domain/hazards/wording.ts";
import { languageOf } from "../../domain/messages/languages/index.ts";
import { writing } from "../../domain/messages/languages/writing.ts";
import { disclosureKind } from "../../domain/procedures/kinds/disclosure.ts";
import { isSeverity } from "../../domain/procedures/severity.ts";
import { basisOf, dutyTitleOf, titleOf } from "../../domain/procedures/steps.ts";
import { awaitsAnswer, needsHelp, reportCadenceOf } from "../../domain/tasks/outlook.ts";
import { isSettled, type TaskState, type Verb } from "../../domain/tasks/task-states.ts";
import type { LanguageCode } from "../../domain/terms.ts";
import { keyWords } from "../../domain/time/period-words.ts";
import { askedByText, basisWords, countingWords, textIn, word } from "../../domain/words.ts";
import { circularSection } from "../board/circulars/circular-about.ts";
import { phaseSection } from "../board/phase-list.ts";
import { citation } from "../http/citation.ts";
import { type Attempt, fieldId } from "../http/form-fields.ts";
import { instantWords, remainder, zoneWords } from "../http/format-date.ts";
import { type Child, type Html, html } from "../http/html.ts";
import { sendForm } from "../person/code-page.ts";
import { requesterSection } from "../public/receipt-page.ts";
import { say } from "../words.ts";
import { doneWords } from "./done-words.ts";
import { takesFiles, verbForm } from "./task-forms.ts";
import { coverageSection, readingSection } from "./task-reading.ts";
import { evidenceSection, figuresSection, recordOf, storySection } from "./task-record.ts";
import type { OpenedTask, TaskView } from "./task-view.ts";

/** The page of a task. @param notice the verb that was just performed @param next where the reader may continue */
export function taskPage(
  view: TaskView,
  { notice, attempt = null, next = null }: { notice?: Verb; attempt?: Attempt | null; next?: Html | null },
): Html {
  const { language } = view.access;
  // The verdict's form stands below the submission that it concerns.
  const verifying = view.task.state === "submitted" && view.standing.includes("verifier");
  const evidence = view.sees.evidence ? evidenceSection(recordOf(view)) : html``;
  return html`${notice && holds(view, notice) ? html`<p class="notice" role="status">${doneWords(notice, view)}</p>` : ""}
${next ?? ""}
${attempt ? refusal(view, attempt) : ""}
${head(view)}
${words(view)}
${view.standing.includes("doer") || view.standing.includes("administrator") ? requesterSection(view.case.facts, language) : ""}
${about(view)}
${figuresSection(view)}
${donationsLink(view)}
${readingSection(view)}
${coverageSection(view)}
${verifying ? evidence : ""}
${mine(view, attempt)}
${why(view)}
${otherwise(view)}
${phaseSection(view.phases, view.task.id, view.access.language)}
${verifying ? "" : evidence}
${view.sees.story ? storySection(recordOf(view), view.case.id) : ""}`;
}

/** Link to the donations, which the publisher records before publishing. */
function donationsLink({ case: found, standing, access }: TaskView): Html {
  if (found.kind !== disclosureKind || found.state !== "open" || !standing.includes("doer")) return html``;
  return html`<p><a href="/my/campaign/${found.id}">${say("recordDonations", access.language)} →</a></p>`;
}

/** The circular that the task is about. */
function about({ circular, access, organization, sees }: TaskView): Html {
  if (!circular) return html``;
  const file = sees.evidence ? `${access.path}/file/circular` : null;
  return circularSection(circular, { language: access.language, zone: organization.zone, file });
}

/** Whether a notice is still true: a bookmarked address may name one that is not. */
function holds({ task }: TaskView, verb: Verb): boolean {
  switch (verb) {
    case "submit":
      return ["submitted", "closed", "accepted", "belated"].includes(task.state);
    case "accept":
      return task.state === "accepted";
    case "return":
      return task.state === "returned";
    case "acknowledge":
      return task.state === "acknowledged";
    case "waive":
      return task.state === "waived";
    case "cancel":
      return task.state === "cancelled";
    case "ask-extension":
      return task.askedUntil !== null;
    default:
      return true;
  }
}

export function titleOfTask(view: OpenedTask): string {
  return textIn(titleOf(view.duty, view.task.step, view.task.facts), view.access.language);
}

function head(view: TaskView): Html {
  const { task, organization, access, now, calendar } = view;
  const { language } = access;
  const { zone } = organization;
  const settled = isSettled(task.state);
  const every = reportCadenceOf(task.facts);
  const basis = basisOf(view.duty, task.step);
  const verifying = task.state === "submitted" && view.standing.includes("verifier");
  const due = verifying ? task.climbDueAt : askedDue(task, zone, now);
  const byLaw = due < task.dueAt ? askedByText(task.facts) : null;
  const byClock = climbsByClock(task, view.policies);
  const left = remainder({ due, byClock }, now, zone, calendar, language);
  const timed = !settled && (task.state !== "submitted" || verifying) && task.waitsFor === 0;
  const tone =
    task.state === "missed" || task.state === "belated"
      ? "late"
      : settled
        ? "done"
        : timed && left.late
          ? "late"
          : timed && left.soon
            ? "soon"
            : "calm";
  const danger = dangerLine(view);
  return html`<article class="card head ${tone}">
<p class="badges"><span class="badge ${tone}">${word("taskState", task.state, language)}</span>${task.outlook && !settled ? html` <span class="badge ${needsHelp(task.outlook) ? "late" : "done"}">${word("outlook", task.outlook, language)}</span>` : ""}${task.selfDeclared ? html` <span class="badge soon">${say("selfDeclared", language)}</span>` : ""}${timed ? html` <span class="left">${left.words}</span>` : ""}</p>
<h1>${titleOfTask(view)}</h1>
<p class="organization">${organization.name}</p>
${view.case.subject ? html`<p class="subject">${view.case.subject}</p>` : ""}
${danger && !settled ? html`<p class="problem">${danger}</p>` : ""}
<dl>
<div><dt>${say(verifying ? "verifyBy" : "due", language)}</dt><dd><time datetime="${due.toISOString()}">${instantWords(due, zone, language)}</time> <span class="hint">${zoneWords(zone, language)}</span>${settled || byClock || calendar.announced(dueDay(due, zone)) ? "" : html`<br><span class="hint">${say("provisional", language)}</span>`}${byLaw && !verifying ? html`<br><span class="hint">${textIn(byLaw, language)}</span>` : ""}${basis && !verifying ? html`<br><span class="hint">${say("basis", language)}${textIn(basisWords(basis), language)}</span>` : ""}</dd></div>
${view.doers.length > 0 && !view.standing.includes("doer") ? html`<div><dt>${say("doer", language)}</dt><dd>${writing[language].list(view.doers)}</dd></div>` : ""}
${task.verifier ? html`<div><dt>${say("verifier", language)}</dt><dd>${word("role", task.verifier, language)}</dd></div>` : ""}
${every && every !== "none" && !settled ? html`<div><dt>${say("reportEvery", language)}</dt><dd>${word("reportCadence", every, language)}</dd></div>` : ""}
</dl>
</article>`;
}

/** For a danger to people: its severity, and whom to call first. */
function dangerLine({ case: { facts, subject }, task, access: { language } }: TaskView): string | null {
  const { severity } = facts;
  if (!isSeverity(severity) || (severity !== "critical" && task.policy !== "emergency")) return null;
  return languageOf(language).danger(severity, subject);
}

/** The last message about the task: why it was returned, a message to the doer, a request for more time. */
function words(view: TaskView): Html {
  const { task, access, organization } = view;
  const { language } = access;
  if (isSettled(task.state)) return html``;
  const mine = view.story.filter((line) => line.step === task.step && line.reason);
  const since = view.story.findLast((line) => line.verb === "submit")?.at ?? task.openedAt;
  const told: Child[] = [];
  const returned = task.state === "returned" ? mine.findLast((line) => line.verb === "return") : undefined;
  if (returned) told.push(said(say("returnedBecause", language), returned.who, returned.reason ?? "", language));
  for (const line of mine.filter((one) => one.verb === "press" && one.at >= since).slice(-2))
    told.push(said(say("pressed", language), line.who, line.reason ?? "", language));
  if (task.outlook && needsHelp(task.outlook)) {
    const who = view.colleagues.find((one) => one.id === task.outlookById)?.name ?? "";
    const answered = task.outlookAnsweredAt ? answeredWords(task.outlookAnsweredAt, view) : "";
    const label = `${word("verb", "report", language)}${writing[language].colon}${word("outlook", task.outlook, language)}${answered}`;
    told.push(said(label, who, task.outlookNote ?? "", language));
  }
  if (task.askedUntil) {
    const until = `${say("askedFor", language)} ${instantWords(task.askedUntil, organization.zone, language)}`;
    const who = view.colleagues.find((one) => one.id === task.askedById)?.name ?? "";
    told.push(said(until, who, task.askedReason ?? "", language));
  }
  return html`${told}`;
}

function answeredWords(at: Date, { access: { language }, organization: { zone }, now }: TaskView): string {
  const words = say("outlookAnswered", language, { at: instantWords(at, zone, language, now) });
  return writing[language].brackets(words);
}

/** Responses to a report that asks for help; each is one tap. */
const answers: readonly Verb[] = ["press", "grant-extension", "reassign"];

function said(label: string, who: string, text: string, language: LanguageCode): Html {
  const name = word("actor", who, language);
  return html`<aside class="card said"><p class="label">${label}</p><blockquote>${text}</blockquote>${name ? html`<p class="by">——${name}</p>` : ""}</aside>`;
}

/** The main verbs of the page; the others are secondary. */
const asked: readonly Verb[] = ["submit", "accept", "return"];

/** The reader's verbs: main ones first, then the others. */
function mine(view: TaskView, attempt: Attempt | null): Html {
  const { task, access, standing, verbs } = view;
  const { language } = access;
  const first: readonly Verb[] = verbs.filter((verb) => asked.includes(verb));
  const proof = proofSection(view);
  const answering = awaitsAnswer(task) ? answers.filter((verb) => verbs.includes(verb)) : [];
  const rest = verbs.filter((verb) => ![...first, ...answering].includes(verb) && verb !== "acknowledge");
  if (verbs.length === 0) return view.locked.length > 0 ? proof : html`<p class="card quiet">${nothingToDo(view)}</p>`;
  const verify = first.includes("accept") || first.includes("return");
  const waiting = task.state === "submitted" && !verify;
  const doing = first.includes("submit");
  const title = standing.includes("administrator") ? "toAdminister" : doing ? "otherWays" : "toOversee";
  return html`${waiting ? html`<p class="card quiet">${nothingToDo(view)}</p>` : ""}
${verbs.includes("acknowledge") ? html`<section class="card act acknowledge">${verbForm(view, "acknowledge", attempt)}</section>` : ""}
${
  answering.length > 0
    ? html`<section class="card act" aria-labelledby="answer"><h2 id="answer">${say("toAnswer", language)}</h2>
<p class="hint">${say("answerHint", language)}</p>${answering.map((verb) => verbForm(view, verb, attempt, true))}</section>`
    : ""
}
${
  first.length > 0
    ? html`<section class="card act" aria-labelledby="act"><h2 id="act">${say(verify ? "toVerify" : "toDo", language)}</h2>
${task.state === "missed" ? html`<p class="hint">${say("missedAnswer", language)}</p>` : ""}
${task.waitsFor > 0 ? html`<p class="hint">${say("waitsOthers", language)}${writing[language].space}${writing[language].clauses(view.waits.map((one) => textIn(one, language)))}</p>` : ""}
${first.map((verb) => (verb === "return" ? folded(view, verb, attempt) : verbForm(view, verb, attempt)))}</section>`
    : ""
}
${rest.length > 0 ? html`<section class="card more" aria-labelledby="more"><h2 id="more">${say(title, language)}</h2>${rest.map((verb) => folded(view, verb, attempt))}</section>` : ""}
${proof}`;
}

/** Verdicts and supervisory verbs, for readers who have not proved their identity yet. */
function proofSection({ access: { language, proof }, locked, task }: TaskView): Html {
  if (locked.length === 0 || proof === undefined) return html``;
  const words = writing[language].list(locked.map((verb) => word("verb", verb, language)));
  const verify = locked.includes("accept") && task.state === "submitted";
  return html`<section class="card act" aria-labelledby="proof"><h2 id="proof">${say(verify ? "toVerify" : "toOversee", language)}</h2>
<p>${say("proofNeeded", language, { verbs: words })}</p>${sendForm(proof, language)}</section>`;
}

function folded(view: TaskView, verb: Verb, attempt: Attempt | null): Html {
  const open =
    attempt?.verb === verb ||
    (verb === "grant-extension" && view.task.askedUntil !== null) ||
    (verb === "report" && isAskedToReport(view));
  return html`<details id="${verb}"${open ? html` open` : ""}><summary>${word("verb", verb, view.access.language)}</summary>${verbForm(view, verb, attempt)}</details>`;
}

function isAskedToReport({ task, policies, now, organization: { zone }, calendar }: TaskView): boolean {
  const policy = policies.get(task.policy);
  return policy !== undefined && asksForReport(policy, task, { now, zone, calendar });
}

/** The note that the organization is closed. */
export function closedWords({ task, access: { language }, organization }: OpenedTask): string {
  const { closedAt, zone, closedBecause } = organization;
  const day = closedAt ? instantWords(closedAt, zone, language) : "";
  return say(task.state === "cancelled" ? "closedNote" : "closedLink", language, { day, reason: closedBecause });
}

/** How the task ended, if its doers did not do it. */
const settledNotes: Partial<Record<TaskState, "missedNote" | "belatedNote" | "supersededNote" | "creditedNote">> = {
  missed: "missedNote",
  belated: "belatedNote",
  superseded: "supersededNote",
  credited: "creditedNote",
};

function nothingToDo(view: TaskView): string {
  const { task, access, doers, standing, organization } = view;
  const { language } = access;
  if (organization.closedAt && task.state === "cancelled") return closedWords(view);
  if (isSettled(task.state)) return `${say(settledNotes[task.state] ?? "settledNote", language)}${counting(view)}`;
  if (task.state === "submitted") return waitsForVerdict(view);
  if (!standing.includes("doer") && doers.length > 0)
    return say("withOther", language, { name: writing[language].list(doers) });
  return say("nothing", language);
}

/** Who is to verify the task, and until when. */
function waitsForVerdict({
  task,
  access: { language },
  organization: { zone },
  policies,
  calendar,
  now,
}: TaskView): string {
  const due = task.climbDueAt;
  const role = word("role", task.verifier ?? "supervisory-board", language);
  const left = remainder({ due, byClock: climbsByClock(task, policies) }, now, zone, calendar, language);
  return say("waitsVerdict", language, { role, due: instantWords(due, zone, language, now), left: left.words });
}

/** The case that counts instead of the task's own, by duty and period. */
function counting({ countedBy, case: { state }, access: { language } }: TaskView): string {
  const words = countingWords[state];
  if (!countedBy || !words) return "";
  const { duty, key } = countedBy;
  const title = textIn(dutyOf(duty).title, language);
  const period = textIn(keyWords(key), language);
  const named = writing[language].either(`第${duty}项${title}（${period}）。`, `duty ${duty}, ${title} (${period}).`);
  return `${writing[language].space}${textIn(words, language)}${colon(language)}${named}`;
}

function why(view: TaskView): Html {
  const { duty, access } = view;
  const { language } = access;
  const hazard = hazardOf(view.task.facts);
  return html`<section class="card" aria-labelledby="why"><h2 id="why">${say("why", language)}</h2>
${citation(duty, language)}
${titleOf(duty, view.task.step) === duty.title ? "" : html`<p class="hint">${say("duty", language)}${colon(language)}${textIn(dutyTitleOf(duty, view.task.facts), language)}</p>`}
${hazard ? html`<p class="hint">${say("hazard", language)}${colon(language)}${textIn(hazard.title, language)}</p>` : ""}
<p class="hint">${say("doneWhen", language)}${colon(language)}${textIn(duty.done, language)}</p></section>`;
}

function otherwise(view: TaskView): Html {
  const { ahead, access, task } = view;
  const { language } = access;
  if (ahead.length === 0) return html``;
  return html`<section class="card" aria-labelledby="otherwise"><h2 id="otherwise">${say(task.state === "submitted" ? "otherwiseVerdict" : "otherwise", language)}</h2>
<ol class="ladder">${ahead.map(({ at, distance, when, what }) => html`<li><span class="distance">${distance ?? when}</span>${writing[language].either("，", " ")}<span class="what">${what}</span>${distance === null ? "" : html` <time class="hint" datetime="${at.toISOString()}">${when}</time>`}</li>`)}</ol></section>`;
}

/** Error messages of a rejected form, each with a link to its field. */
function refusal(view: TaskView, { verb, problems, missing = [] }: Attempt): Html {
  const { language } = view.access;
  const fields = Object.entries(problems).filter(([name]) => name !== "");
  const general = problems[""];
  return html`<div class="card refused" role="alert" tabindex="-1"><p>${general ?? say(takesFiles(view, verb) ? "wrongFiles" : "wrongWays", language)}</p>
${fields.length > 0 ? html`<ul>${fields.map(([name, problem]) => html`<li><a href="#${fieldId(verb, name)}">${problem}</a></li>`)}</ul>` : ""}
${missing.length > 0 ? html`<ul>${missing.map((one) => html`<li>${one}</li>`)}</ul>` : ""}</div>`;
}

const colon = (language: LanguageCode): string => writing[language].colon;
