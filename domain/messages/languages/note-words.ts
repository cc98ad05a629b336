import type { Note } from "../message.ts";

/** Words of a message that is about no task. */
export interface NoteWords {
  subject(note: Note): string;
  badge: string;
  /** Where it carries no number and no name: what stands large. */
  figure?: string;
  lead: string | ((note: Note) => string);
  /** What its reader should know of it. */
  warning: string;
  /** Of an absence: the heading of each of its lists, what stands where a list is empty, and how many more there are. */
  done?: string;
  waits?: string;
  none?: string;
  more?(n: number): string;
  /** What its button says; absent where it has no link. */
  button?: string;
  /** Of what comes again and again: what its last link says, by which it is ended. */
  end?: string;
}

/** A note as it stands on the page: one large figure, what it is, and a button at most. */
export interface RenderedNote extends Pick<NoteWords, "badge" | "warning" | "button"> {
  lead: string;
  /** Lines under headings. */
  lists: readonly { heading: string; lines: readonly string[] }[];
  /** The code, or the number of the receipt. */
  figure: string;
  link?: string;
  end?: { words: string; link: string };
}
