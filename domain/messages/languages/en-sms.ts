import type { Vocabulary } from "./vocabulary.ts";

/** Templates of SMS. Longest variable: 20 characters. */
export const sms: Vocabulary["sms"] = {
  due: {
    act: '{organization}: "{task}", please {do} by {date}.',
    read: '{organization}: "{task}", please {do} by {date}, see e-mail.',
  },
  reminder: {
    act: 'Reminder, {organization}: "{task}" is due {date}.',
    read: 'Reminder, {organization}: "{task}" is due {date}, see e-mail.',
  },
  overdue: {
    act: '{organization}: "{task}", {state}. Please {do} now.',
    read: '{organization}: "{task}", {state}, see e-mail.',
  },
  escalated: {
    act: 'Escalated, {organization}: "{task}", {state}.',
    read: 'Escalated, {organization}: "{task}", {state}, see e-mail.',
  },
  returned: {
    act: '{organization}: "{task}" was returned, due {date}.',
    read: '{organization}: "{task}" was returned, due {date}.',
  },
  settled: {
    act: '{organization}: "{task}" needs nothing more. Details:',
    read: '{organization}: "{task}" needs nothing more, see e-mail.',
  },
  call: { act: '{organization} calls you: "{task}", {date}.', read: '{organization} calls you: "{task}", {date}.' },
  digest: {
    act: "To do: {total}, late: {late}, to verify: {verify}, escalated: {escalated}. The most urgent first:",
    read: "To do: {total}, late: {late}, to verify: {verify}, escalated: {escalated}. See e-mail.",
  },
  alarm: {
    act: '{grade}, {organization}: "{task}", {state}. In danger call {call} first. Reported by {reporter}.',
    read: '{grade}, {organization}: "{task}", {state}. In danger call {call} first. Reported by {reporter}. See e-mail.',
  },
  level: {
    act: "{organization}: {task}, from {date}. How often things are due changes.",
    read: "{organization}: {task}, from {date}. How often things are due changes.",
  },
  test: { act: "A test: this number can be reached.", read: "A test: this number can be reached." },
};
