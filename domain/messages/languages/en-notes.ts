import type { Vocabulary } from "./vocabulary.ts";

/** Words of direct messages, about no task. */
export const notes: Vocabulary["notes"] = {
  code: {
    subject: () => "Your code",
    badge: "Code",
    lead: "Please enter it on the page where you asked for it. It works for 10 minutes, once.",
    warning: "The code stands for you: do not tell it to anybody. If you did not ask for it, you need not do anything.",
  },
  receipt: {
    subject: (note) => (note.kind === "receipt" ? `Receipt number ${note.number}` : ""),
    badge: "Receipt number",
    lead: "This address was given with it. Please open the link to confirm the address: then what comes of it is sent here.",
    warning: "If it was not you, you need not do anything: an address that is not confirmed receives no other message.",
    button: "Confirm this address",
  },
  my: {
    subject: () => "Open your tasks",
    badge: "Sign-in link",
    figure: "My tasks",
    lead: "The button below opens all your tasks, in every organization. It works for 10 minutes, once; after that this device stays signed in for 30 days.",
    warning: "This link stands for you: do not pass it on. If you did not ask for it, you need not do anything.",
    button: "Open my tasks",
  },
  "webhook-paused": {
    subject: (note) =>
      note.kind === "webhook-paused" ? `A webhook cannot be reached, and is paused: ${note.host}` : "",
    badge: "Webhook paused",
    lead: (note) =>
      note.kind === "webhook-paused" && note.gone
        ? "The system there answered that it takes nothing any more, so nothing is sent to this address. What happens meanwhile is kept, and sent when it is resumed."
        : "For three days nothing came through to this address, so nothing more is sent there. What happens meanwhile is kept, and sent when it is resumed.",
    warning:
      "Please look after the system that listens there, and have the administrator resume it. What was not delivered can be replayed for 30 days.",
  },
  view: {
    subject: (note) => (note.kind === "view" ? `Weekly: ${note.view}, ${note.count} rows` : ""),
    badge: "Weekly view",
    lead: "This is what the view that you saved on the board shows today.",
    done: "Now",
    waits: "The most urgent",
    none: "Nothing",
    more: (n) => `and ${n} more`,
    warning: "It is sent on Monday mornings, about the organizations that you may see at that time.",
    button: "Open it on the board",
    end: "Do not send me this weekly mail any more",
  },
  "stand-in": {
    subject: (note) => (note.kind === "stand-in" ? `You stand in for ${note.other}` : ""),
    badge: "Standing in",
    lead: (note) =>
      note.kind === "stand-in"
        ? `${note.other} is away from ${note.from} to ${note.to}. What is theirs to do or to verify is asked of you until then, and reminders come to you. What they have begun they may still finish themselves.`
        : "",
    waits: "Waiting now",
    none: "Nothing now",
    more: (n) => `and ${n} more`,
    warning:
      "You cannot verify, waive, extend, reassign or press what the person who is away does. If you cannot stand in, please tell them or the administrator soon.",
    button: "See all of it",
  },
  "delegate-gone": {
    subject: (note) => (note.kind === "delegate-gone" ? `Nobody stands in for ${note.away} any more` : ""),
    badge: "Please arrange",
    lead: (note) =>
      note.kind === "delegate-gone"
        ? `${note.away} is away, or soon will be, and ${note.delegate}, who was to stand in, has left the organization. From now on reminders go to ${note.away}. Please arrange for somebody else.`
        : "",
    warning:
      "They name another delegate on their own page, or the administrator does; what is urgent can be reassigned.",
    button: "See what is yours",
  },
  back: {
    subject: (note) =>
      note.kind === "back" ? `Welcome back: ${note.done.length} done, ${note.waits.length + note.more} waiting` : "",
    badge: "Back",
    lead: (note) =>
      note.kind === "back"
        ? `You were away from ${note.from} to ${note.to}. ${note.other} was your delegate. From now on your tasks and their reminders come to you again.`
        : "",
    done: "Done meanwhile",
    waits: "Waiting now",
    none: "Nothing",
    more: (n) => `and ${n} more`,
    warning: "What somebody did in your place is not yours to verify.",
    button: "See all of it",
  },
};
