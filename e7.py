import sys,re; sys.path.insert(0,'/tmp/h/w')
from ed import ed
ed('domain/escalation/policy-problem.ts',[('  /** Names the value, the place and what was expected. */\n  message: string;\n}','''  /** Names the value, the place and what was expected. */
  cause: Cause;
  /** The same in English. */
  message: string;
}

export const problemOf = (code: Problem["code"], cause: Cause, step?: string): Problem => ({
  code,
  ...(step !== undefined && { step }),
  cause,
  message: causeText(cause).en,
});''')],'import { type Cause, causeText } from "../reasons/index.ts";\n')
s=open('domain/escalation/policy-check.ts').read()
a=s.index('export class PolicyError'); b=s.index('/**\n * What would keep a policy')
s=s[:a]+'''export class PolicyError extends ReasonedError {
  readonly code = "POLICY";
  override readonly name = "PolicyError";
  readonly problems: readonly Problem[];
  constructor(policy: string, problems: readonly Problem[]) {
    super([cause("policy-cannot-work", { policy }), ...problems.map((one) => one.cause)]);
    this.problems = problems;
  }
}

'''+s[b:]
s=re.sub(r'    const message = `Step "\$\{name\}" stands twice.*?\n    return \[\{.*?\}\];','    return [problemOf("duplicate", cause("rung-twice", { step: name }), name)];',s,flags=re.S)
s=s.replace('  const never = "so that a task is never forgotten";\n','')
s=re.sub(r'    const message = `Step "\$\{last\.name\}" is the last.*?\n    return \[\{.*?\}\];','    return [problemOf("no-end", cause("ladder-without-end", { step: last.name }), last.name)];',s,flags=re.S)
s=re.sub(r'    const message = `Step "\$\{step\.name\}" comes after.*?\n    return \[\{.*?\}\];','    return [problemOf("after-end", cause("rung-after-end", { step: step.name, end: first.name }), step.name)];',s,flags=re.S)
s=re.sub(r'\{\n    const message = `Step "\$\{first\.name\}" repeats for ever.*?\n    problems\.push\(\{.*?\}\);\n  \}','\n    problems.push(problemOf("no-end", cause("end-tells-nobody", { step: first.name }), first.name));',s,flags=re.S)
s=re.sub(r'problems\.push\(\{\n\s*code: "order",.*?\n      \}\);','problems.push(\n        problemOf("order", cause("rungs-out-of-order", { step: step.name, before: before.name }), step.name),\n      );',s,flags=re.S)
s=re.sub(r'  const names = step\.tell\.map.*?\n  return \[\{ code: "nobody".*?\}\];','  const audiences = step.tell.map(({ audience }) => audience);\n  return [problemOf("nobody", cause("audience-vacant", { step: step.name, audiences }), step.name)];',s,flags=re.S)
s=re.sub(r'  const step =\n    top === "steps".*?;\n  const place = (.*?);\n.*?\n\}\n',lambda m:'''  const step = top === "steps" && typeof index === "number" ? (nameOf(stepsOf(policy)[index]) ?? `${index + 1}`) : null;
  const at = (step === null ? issue.path : rest).map(String).join(".");
  return problemOf("form", cause("policy-form", { step, at, fault: issue.message }), step ?? undefined);
}
''',s,count=1,flags=re.S)
s=s.replace('import type { Problem } from "./policy-problem.ts";','import { type Problem, problemOf } from "./policy-problem.ts";')
s='import { ReasonedError } from "../errors.ts";\nimport { cause } from "../reasons/index.ts";\n'+s
open('domain/escalation/policy-check.ts','w').write(s)
s=open('domain/escalation/step-check.ts').read()
R=[('"has nobody in it; expected an audience, or a public mark"','cause("rung-without-audience", of(step))'),
('`tells ${telling.audience} by no channel; expected email, sms or both`','cause("audience-without-channel", { ...of(step), audience: telling.audience })'),
('`names ${telling.audience} twice; expected one line with all its channels`','cause("audience-twice", { ...of(step), audience: telling.audience })'),
('`repeats every ${write(every)} and never advances; expected a number above 0`','cause("never-advances", { ...of(step), every })'),
('`stands at ${write(offset)} and repeats every ${write(every)}; expected the same unit`','cause("other-unit", { ...of(step), offset, every })'),
('`stands at ${write(step.offset)}, so "at" ${step.at} says nothing; expected bd or d`','cause("time-says-nothing", { ...of(step), offset: step.offset, at: step.at })'),
('`is counted in days, so "between" says nothing; expected h or min, or "at"`','cause("between-says-nothing", of(step))'),
('`waits between ${from} and ${to}; expected the first to be the earlier`','cause("between-backwards", { ...of(step), from, to })'),
('`stands ${write(offset)} from half way; expected 0, half way itself`','cause("not-half-way", { ...of(step), offset })'),
('`stands ${write(offset)} before the opening; expected 0 or more`','cause("before-opening", { ...of(step), offset })'),
('`stands ${write(offset)} after the opening, at or after the due instant (${write(term)}); expected it before, or counted from "due"`','cause("not-before-due", { ...of(step), offset, term })'),
('`stands ${write({ ...offset, n: -offset.n })} before the due instant and the term is ${write(term)}, so it lies before the opening; expected less`','cause("beyond-term", { ...of(step), offset: { ...offset, n: -offset.n }, term })'),
('`says "${shape}" to ${audience} after D; expected overdue or escalated`','cause("due-after-due", { ...of(step), shape, audience })'),
('`says "overdue" to ${audience} before D; expected due or reminder`','cause("overdue-before-due", { ...of(step), audience })'),
]
for o,n in R:
    assert s.count(o)==1,(o,s.count(o)); s=s.replace(o,n)
a=s.index('function write(offset')
s=s[:a]+'''const of = ({ name }: Step): { step: string } => ({ step: name });

function problem({ name }: Step, code: Problem["code"], why: Cause): Problem {
  return problemOf(code, why, name);
}
'''
s=s.replace('import type { Problem } from "./policy-problem.ts";','import { type Problem, problemOf } from "./policy-problem.ts";')
s='import { type Cause, cause } from "../reasons/index.ts";\n'+s
open('domain/escalation/step-check.ts','w').write(s)
p='domain/reasons/index.ts'
s=open(p).read()
s=s.replace('import { registryReasons }','import { policyReasons } from "./policies.ts";\nimport { registryReasons }')
s=s.replace('  ...registryReasons,\n','  ...registryReasons,\n  ...policyReasons,\n').replace('  registryReasons,\n','  registryReasons,\n  policyReasons,\n')
s=s.replace('/** Every reason there is. */','''/** Reasons that only head others, or count them. */
export const isHeading = ({ reason }: Pick<Cause, "reason">): boolean =>
  reason === "cells-unusable" || reason === "policy-cannot-work";

/** Every reason there is. */''')
open(p,'w').write(s)
p='domain/errors.ts'
s=open(p).read()
s=s.replace('causes.filter(({ reason }) => reason !== "cells-unusable")','causes.filter((one) => !isHeading(one))').replace('causeText, type Reason }','causeText, isHeading, type Reason }')
open(p,'w').write(s)
p='cli/errors.ts'
s=open(p).read()
s=s.replace('const problems = all.filter(({ reason }) => reason !== "cells-unusable");','const problems = all.filter((one) => !isHeading(one));').replace('import { type Cause, cause, causeText }','import { type Cause, cause, causeText, isHeading }')
open(p,'w').write(s)
p='docs/make-cli.ts'
s=open(p).read()
s=s.replace('  "People, sheets and settings",\n','  "People, sheets and settings",\n  "An escalation policy",\n').replace('or count them (\\`cells-unusable\\`)','or head them (\\`cells-unusable\\`, \\`policy-cannot-work\\`)')
open(p,'w').write(s)
p='test/domain/reasons/reasons.test.ts'
s=open(p).read()
s=s.replace('  bad: 3,','  audience: "legal-representative",\n  audiences: ["doer", "authority"],\n  bad: 3,\n  before: "+3bd",').replace('  fact: "','  end: "+10bd",\n  every: { n: 5, unit: "bd" },\n  fact: "').replace('  on: "2031','  offset: { n: 2, unit: "h" },\n  on: "2031').replace('  shape: \'','  shape: \'',1)
s=s.replace('  "too-many-arguments": {','  "not-before-due": { term: { n: 5, unit: "bd" } },\n  "beyond-term": { term: { n: 1, unit: "d" } },\n  "due-after-due": { shape: "reminder" },\n  "policy-form": { step: "+3bd", fault: "expected a whole number" },\n  "too-many-arguments": {')
open(p,'w').write(s)
