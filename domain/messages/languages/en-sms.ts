import type { Vocabulary } from "./vocabulary.ts";

/** SMS templates: with a link on a short host, one segment of 70 characters (the signature is Chinese). `{what}` is as long as there is room for. */
export const sms: Vocabulary["sms"] = {
  due: { act: "{do} {what} by {date}", read: "{do} {what} by {date}, see e-mail" },
  reminder: { act: "{do} {what} by {date}", read: "Still to {do}: {what}, by {date}, see e-mail" },
  overdue: { act: "{do} {what} {state}", read: "{do} {what} {state}, see e-mail" },
  escalated: { act: "{do} {what} {state}", read: "Escalated: {what} {state}, {do}, see e-mail" },
  returned: { act: "{what}: redo by {date}", read: "{what} was returned: redo by {date}, see e-mail" },
  settled: { act: "{what} is settled", read: "{what}: nothing more to do, see e-mail" },
  call: { act: "Come {date}: {what}", read: "Come {date}: {what}, see e-mail" },
  digest: { act: "{open} tasks wait for you", read: "{open} tasks wait for you, see e-mail" },
  digestLate: { act: "{open} tasks wait, {late} late", read: "{open} tasks wait for you, {late} late, see e-mail" },
  toDo: { act: "{total} tasks to do", read: "{total} tasks to do, see e-mail" },
  toDoLate: { act: "{total} tasks to do, {late} late", read: "{total} tasks to do, {late} late, see e-mail" },
  toVerify: { act: "{verify} tasks to verify", read: "{verify} tasks to verify, see e-mail" },
  raised: { act: "{escalated} raised with you", read: "{escalated} tasks were raised with you, see e-mail" },
  alarm: { act: "{grade}: {what}, {state}, {call}", read: "{grade}: {what}, {state}, in danger call {call}" },
  level: { act: "{what} from {date}", read: "{what} from {date}, see e-mail" },
  test: { act: "A test: it reaches you", read: "A test: this number can be reached." },
};

/** What an SMS is about, as long as there is room for. */
export const smsWhat: Vocabulary["smsWhat"] = {
  of: (organization, task) => `"${task}" (${organization})`,
  task: (task) => `"${task}"`,
  duty: (number) => `duty ${number}`,
  at: (place) => place,
  leastCut: 8,
  one: "1 task",
  danger: "hazard",
  level: "levels",
};
