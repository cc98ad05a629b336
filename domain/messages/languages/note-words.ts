import type { Note } from "../message.ts";

/** Words of a message that is about no task. */
export interface NoteWords {
  subject(note: Note): string;
  badge: string;
  lead: string;
  /** What its reader should know of it. */
  warning: string;
  /** What its button says; absent where it has no link. */
  button?: string;
}

/** A note as it stands on the page: one large figure, what it is, and a button at most. */
export interface RenderedNote extends Omit<NoteWords, "subject"> {
  /** The code, or the number of the receipt. */
  figure: string;
  link?: string;
}
